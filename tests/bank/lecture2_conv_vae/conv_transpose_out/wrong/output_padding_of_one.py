# output padding of 1 by default
# expect: the default of op is 1
def conv_transpose_out(n, k, s, p, op=1, d=1):
    return (n - 1) * s - 2 * p + d * (k - 1) + op + 1
