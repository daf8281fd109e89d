# padding is multiplied by the dilation
# expect: padding is not multiplied by the dilation
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1) * s - d * (2 * p) + d * (k - 1) + op + 1
