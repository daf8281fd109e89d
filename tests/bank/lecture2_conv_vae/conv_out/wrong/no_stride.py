# stride ignored
# expect: stride is not used
def conv_out(n, k, s, p, d=1):
    return n + 2 * p - d * (k - 1)
