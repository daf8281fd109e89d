# second id first
# expect: swapped
def pair_counts(ids):
    return Counter(zip(ids[1:], ids))
