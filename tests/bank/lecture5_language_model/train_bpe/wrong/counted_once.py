# pairs are counted at the start only
# expect: counted once at the start
def train_bpe(text, n_merges):
    counts = pair_counts(list(text.encode("utf-8")))
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[:n_merges]
