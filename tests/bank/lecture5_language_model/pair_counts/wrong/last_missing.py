# the last pair is missing
# expect: last pair is left out
def pair_counts(ids):
    return Counter((ids[i], ids[i + 1]) for i in range(len(ids) - 2))
