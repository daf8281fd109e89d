# the first pair that is known, whatever its rank
# expect: whatever their rank
def encode_bpe(text, merges):
    ids, ranks = list(text.encode("utf-8")), {tuple(pair): rank for rank, pair in enumerate(merges)}
    place = 0
    while place + 1 < len(ids):
        pair = (ids[place], ids[place + 1])
        if pair in ranks:
            ids[place : place + 2] = [256 + ranks[pair]]
            place = 0
        else:
            place += 1
    return ids
