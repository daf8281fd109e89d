# each pair once
# expect: counted once
def pair_counts(ids):
    return Counter(set(zip(ids, ids[1:])))
