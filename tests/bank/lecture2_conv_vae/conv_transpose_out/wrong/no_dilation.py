# dilation ignored
# expect: dilation is not used
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1) * s - 2 * p + k + op
