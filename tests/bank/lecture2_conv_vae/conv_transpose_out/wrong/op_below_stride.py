# output_padding is cut off below the stride
# expect: cut off below the stride
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1) * s - 2 * p + d * (k - 1) + min(op, s - 1) + 1
