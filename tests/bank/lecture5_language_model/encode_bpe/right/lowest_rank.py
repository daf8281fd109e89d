# again and again the pair of the lowest rank
def encode_bpe(text, merges):
    ids, ranks = list(text.encode("utf-8")), {tuple(pair): rank for rank, pair in enumerate(merges)}
    while len(ids) > 1:
        best = min(zip(ids, ids[1:]), key=lambda pair: ranks.get(pair, math.inf))
        if best not in ranks:
            break
        ids = merge(ids, best, 256 + ranks[best])
    return ids
