# the order within a pair is lost
# expect: order within a pair is lost
def pair_counts(ids):
    return Counter(tuple(sorted(pair)) for pair in zip(ids, ids[1:]))
