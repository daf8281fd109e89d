# counts of earlier calls are kept in a mutable default
# expect: counts from an earlier call
def pair_counts(ids, counts=Counter()):
    for pair in zip(ids, ids[1:]):
        counts[pair] += 1
    return counts
