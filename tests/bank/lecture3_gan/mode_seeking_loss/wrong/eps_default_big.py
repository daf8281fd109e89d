# default eps 1e-3
# expect: the default of eps
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-3):
    return 1 / ((x1 - x2).abs().mean() / (z1 - z2).abs().mean() + eps)
