# the last stamp's end
def conv_transpose_out(n, k, s, p, op=0, d=1):
    last = max(start * s + d * offset for start in range(n) for offset in range(k))
    return last + 1 - 2 * p + op
