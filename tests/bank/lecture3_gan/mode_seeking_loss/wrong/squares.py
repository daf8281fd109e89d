# squares
# expect: squares are used
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return 1 / (((x1 - x2) ** 2).mean() / ((z1 - z2) ** 2).mean() + eps)
