# int() of a true division, at least 0
def conv_out(n, k, s, p, d=1):
    return max(0, int((n + 2 * p - d * (k - 1) - 1) / s)) + 1
