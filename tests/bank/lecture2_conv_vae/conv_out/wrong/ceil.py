# rounded up
# expect: rounded up
def conv_out(n, k, s, p, d=1):
    return math.ceil((n + 2 * p - d * (k - 1) - 1) / s) + 1
