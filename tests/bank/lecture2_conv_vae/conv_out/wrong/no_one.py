# + 1 forgotten
# expect: + 1 at the end is missing
def conv_out(n, k, s, p, d=1):
    return (n + 2 * p - d * (k - 1) - 1) // s
