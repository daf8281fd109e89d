# n / s, rounded up
# expect: rule of thumb
def conv_out(n, k, s, p, d=1):
    return -(-n // s)
