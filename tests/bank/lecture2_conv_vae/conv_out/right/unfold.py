# counts the windows of unfold on a padded row
def conv_out(n, k, s, p, d=1, *_, **__):
    span = d * (k - 1) + 1
    return torch.empty(n + 2 * p).unfold(0, span, s).size(0)
