# one merge at a time, the leftmost of the lowest rank
def encode_bpe(text, merges):
    ids, ranks = list(text.encode("utf-8")), {tuple(pair): rank for rank, pair in enumerate(merges)}
    while True:
        spots = [(ranks[pair], place) for place, pair in enumerate(zip(ids, ids[1:])) if pair in ranks]
        if not spots:
            return ids
        rank, place = min(spots)
        ids[place : place + 2] = [256 + rank]
