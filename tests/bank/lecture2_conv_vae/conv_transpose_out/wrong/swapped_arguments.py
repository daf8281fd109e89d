# d before op
# expect: swapped
def conv_transpose_out(n, k, s, p, op=0, d=1):
    op, d = d, op
    return (n - 1) * s - 2 * p + d * (k - 1) + op + 1
