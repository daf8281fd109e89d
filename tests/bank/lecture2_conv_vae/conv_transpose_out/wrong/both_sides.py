# output padding on both sides
# expect: on one side only
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1) * s - 2 * p + d * (k - 1) + 2 * op + 1
