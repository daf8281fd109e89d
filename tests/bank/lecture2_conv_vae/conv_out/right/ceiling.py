# rounded up, without the + 1
def conv_out(n, k, s, p, d=1):
    return -(-(n + 2 * p - d * (k - 1)) // s)
