# itertools
from itertools import pairwise


def pair_counts(ids):
    return Counter(pairwise(ids))
