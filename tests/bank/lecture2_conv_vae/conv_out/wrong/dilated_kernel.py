# window of d k
# expect: not d k
def conv_out(n, k, s, p, d=1):
    return (n + 2 * p - d * k) // s + 1
