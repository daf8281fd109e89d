# rounded to the nearest
# expect: rounded to the nearest
def conv_out(n, k, s, p, d=1):
    return round((n + 2 * p - d * (k - 1) - 1) / s) + 1
