# default dilation of 2
# expect: the default of d is 2
def conv_out(n, k, s, p, d=2):
    return (n + 2 * p - d * (k - 1) - 1) // s + 1
