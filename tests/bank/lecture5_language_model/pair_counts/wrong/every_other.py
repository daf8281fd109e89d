# every other pair
# expect: only every other pair
def pair_counts(ids):
    return Counter(zip(ids[::2], ids[1::2]))
