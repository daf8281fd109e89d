# padding on one side
# expect: counts on both sides
def conv_out(n, k, s, p, d=1):
    return (n + p - d * (k - 1) - 1) // s + 1
