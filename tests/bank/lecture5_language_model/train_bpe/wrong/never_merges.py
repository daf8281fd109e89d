# T02: never merges
# expect: never merged
def train_bpe(text, n_merges):
    ids, merges = list(text.encode("utf-8")), []
    for _ in range(n_merges):
        counts = pair_counts(ids)
        if not counts:
            break
        merges.append(min(counts, key=lambda pair: (-counts[pair], pair)))
    return merges
