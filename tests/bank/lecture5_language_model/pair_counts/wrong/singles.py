# counts ids
# expect: single ids are counted
def pair_counts(ids):
    return Counter(ids)
