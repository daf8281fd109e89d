# a defaultdict
from collections import defaultdict


def pair_counts(ids):
    counts = defaultdict(int)
    for i, token in enumerate(ids[:-1]):
        counts[token, ids[i + 1]] += 1
    return counts
