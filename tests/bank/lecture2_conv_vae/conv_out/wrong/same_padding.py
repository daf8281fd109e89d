# keeps the size, as padding="same" does
# expect: rule of thumb
def conv_out(n, k, s, p, d=1):
    return math.ceil(n / s)
