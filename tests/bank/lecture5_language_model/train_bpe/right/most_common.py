# Counter's own methods, then the smallest of the best
def train_bpe(text, n_merges):
    ids, merges = list(text.encode("utf-8")), []
    for new_id in range(256, 256 + n_merges):
        ranked = pair_counts(ids).most_common()
        if not ranked:
            break
        best = min(pair for pair, count in ranked if count == ranked[0][1])
        ids = merge(ids, best, new_id)
        merges.append(best)
    return merges
