# dilation ignored
# expect: dilation is not used
def conv_out(n, k, s, p, d=1):
    return (n + 2 * p - k) // s + 1
