# overlapping pairs are left out
# expect: pairs that overlap are left out
def pair_counts(ids):
    counts, place = Counter(), 0
    while place + 1 < len(ids):
        pair = (ids[place], ids[place + 1])
        counts[pair] += 1
        place += 1
        if pair[0] == pair[1] and place + 1 < len(ids) and ids[place + 1] == pair[0]:
            place += 1
    return counts
