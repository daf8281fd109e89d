# the way down solved for n
def conv_transpose_out(n, k, s, p, op=0, d=1):
    size = 0
    while size + 2 * p - d * (k - 1) - 1 != (n - 1) * s:
        size += 1 if size + 2 * p - d * (k - 1) - 1 < (n - 1) * s else -1
    return size + op
