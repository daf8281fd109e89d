# the formula of the way up
# expect: the way up
def conv_out(n, k, s, p, d=1):
    return (n - 1) * s - 2 * p + d * (k - 1) + 1
