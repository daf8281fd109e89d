# eps is missing
# expect: eps is missing
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return (z1 - z2).abs().mean() / (x1 - x2).abs().mean()
