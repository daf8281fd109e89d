# prints in place of returning
# expect: got None
def conv_out(n, k, s, p, d=1):
    print((n + 2 * p - d * (k - 1) - 1) // s + 1)
