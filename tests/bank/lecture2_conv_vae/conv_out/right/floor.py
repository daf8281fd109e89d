# math.floor of a true division
def conv_out(n, k, s, p, d=1):
    return math.floor((n + 2 * p - d * (k - 1) - 1) / s + 1)
