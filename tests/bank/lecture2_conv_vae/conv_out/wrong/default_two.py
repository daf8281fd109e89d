# default dilation of 2
# expect: of 30 calls gave another number
def conv_out(n, k, s, p, d=2):
    return (n + 2 * p - d * (k - 1) - 1) // s + 1
