# divmod of what is left
def conv_out(n, k, s, p, d=1):
    effective = d * (k - 1) + 1
    steps, _ = divmod(n + 2 * p - effective, s)
    return steps + 1
