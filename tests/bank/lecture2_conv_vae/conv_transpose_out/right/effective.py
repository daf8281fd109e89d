# with the span of a stamp
def conv_transpose_out(n, k, s, p, op=0, d=1):
    span = (k - 1) * d + 1
    return s * (n - 1) + span - 2 * p + op
