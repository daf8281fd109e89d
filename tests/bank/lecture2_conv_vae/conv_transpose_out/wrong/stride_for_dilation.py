# stride and dilation swapped
# expect: stride and dilation are swapped
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1) * d - 2 * p + s * (k - 1) + op + 1
