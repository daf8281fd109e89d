# a tensor with a whole number
def conv_out(n, k, s, p, d=1):
    return torch.tensor((n + 2 * p - d * (k - 1) - 1) // s + 1)
