# the noise is not used
# expect: distance of the noise is not used
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return 1 / ((x1 - x2).abs().mean() + eps)
