# n s
# expect: rule of thumb
def conv_transpose_out(n, k, s, p, op=0, d=1):
    return n * s
