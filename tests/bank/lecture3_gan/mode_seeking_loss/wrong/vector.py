# one loss a sample
# expect: losses of the samples
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    ratio = (x1 - x2).abs().flatten(1).mean(1) / (z1 - z2).abs().flatten(1).mean(1)
    return 1 / (ratio + eps)
