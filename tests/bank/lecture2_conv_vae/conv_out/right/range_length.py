# the length of a range
def conv_out(n, k, s, p, d=1):
    return len(range(0, n + 2 * p - d * (k - 1), s))
