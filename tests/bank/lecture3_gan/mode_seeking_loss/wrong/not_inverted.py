# the ratio itself
# expect: not inverted
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return (x1 - x2).abs().mean() / (z1 - z2).abs().mean()
