# padding ignored
# expect: the padding is not used
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return (n - 1) * s + d * (k - 1) + op + 1
