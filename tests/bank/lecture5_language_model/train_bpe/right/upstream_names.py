# calls its helpers by keyword
def train_bpe(text, n_merges):
    ids, merges = list(bytes(text, "utf-8")), []
    for rank in range(n_merges):
        counts = pair_counts(ids=ids)
        if len(counts) == 0:
            return merges
        best = max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1]))
        ids = merge(ids=ids, pair=best, new_id=256 + rank)
        merges += [best]
    return merges
