# padding ignored
# expect: padding is not used
def conv_out(n, k, s, p, d=1):
    return (n - d * (k - 1) - 1) // s + 1
