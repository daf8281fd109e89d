# inner - 1 forgotten
# expect: - 1 inside the brackets
def conv_out(n, k, s, p, d=1):
    return (n + 2 * p - d * (k - 1)) // s + 1
