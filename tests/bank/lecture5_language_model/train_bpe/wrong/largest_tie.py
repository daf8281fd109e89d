# ties go to the largest pair
# expect: ties go to the largest
def train_bpe(text, n_merges):
    ids, merges = list(text.encode("utf-8")), []
    for rank in range(n_merges):
        counts = pair_counts(ids)
        if not counts:
            break
        best = max(counts, key=lambda pair: (counts[pair], pair))
        ids = merge(ids, best, 256 + rank)
        merges.append(best)
    return merges
