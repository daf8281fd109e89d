# the rarest pair
# expect: rarest
def train_bpe(text, n_merges):
    ids, merges = list(text.encode("utf-8")), []
    for rank in range(n_merges):
        counts = pair_counts(ids)
        if not counts:
            break
        best = min(counts, key=lambda pair: (counts[pair], pair))
        ids = merge(ids, best, 256 + rank)
        merges.append(best)
    return merges
