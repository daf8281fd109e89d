# padding cut off on one side
# expect: on both sides
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1) * s - p + d * (k - 1) + op + 1
