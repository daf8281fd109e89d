# n s in place of (n - 1) s
# expect: n - 1 gaps
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return n * s - 2 * p + d * (k - 1) + op + 1
