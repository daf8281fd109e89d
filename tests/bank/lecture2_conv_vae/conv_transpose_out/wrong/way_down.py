# the formula of the way down
# expect: the way down
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n + 2 * p - d * (k - 1) - 1) // s + 1
