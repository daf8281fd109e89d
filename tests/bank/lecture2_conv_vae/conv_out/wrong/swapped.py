# stride and dilation swapped
# expect: stride and dilation are swapped
def conv_out(n, k, s, p, d=1):
    return (n + 2 * p - s * (k - 1) - 1) // d + 1
