# the second sample is detached
# expect: does not reach x2
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return 1 / ((x1 - x2.detach()).abs().mean() / (z1 - z2).abs().mean() + eps)
