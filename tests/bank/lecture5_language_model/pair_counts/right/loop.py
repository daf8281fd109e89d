# a plain dict, filled by a loop
def pair_counts(ids):
    counts = {}
    for place in range(1, len(ids)):
        pair = ids[place - 1], ids[place]
        counts[pair] = counts.get(pair, 0) + 1
    return counts
