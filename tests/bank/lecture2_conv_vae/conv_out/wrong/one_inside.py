# + 1 before the division
# expect: after the division
def conv_out(n, k, s, p, d=1):
    return (n + 2 * p - d * (k - 1) - 1 + 1) // s
