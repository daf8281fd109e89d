# output_padding is left out at stride 1
# expect: counts at stride 1
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1) * s - 2 * p + d * (k - 1) + (op if s > 1 else 0) + 1
