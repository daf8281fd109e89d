# no default for d
# expect: missing 1 required positional argument
def conv_out(n, k, s, p, d):
    return (n + 2 * p - d * (k - 1) - 1) // s + 1
