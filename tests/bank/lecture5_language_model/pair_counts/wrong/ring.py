# the ends are neighbours
# expect: taken for neighbours
def pair_counts(ids):
    return Counter(zip(ids, ids[1:] + ids[:1])) if ids else Counter()
