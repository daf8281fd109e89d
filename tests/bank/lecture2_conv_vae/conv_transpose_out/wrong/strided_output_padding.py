# output padding times stride
# expect: not multiplied by the stride
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1 + op) * s - 2 * p + d * (k - 1) + 1
