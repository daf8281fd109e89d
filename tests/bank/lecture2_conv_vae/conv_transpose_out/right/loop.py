# one stamp after the other
def conv_transpose_out(n, k, s, p, op=0, d=1):
    end = d * (k - 1) + 1
    for _ in range(n - 1):
        end += s
    return end - p - p + op
