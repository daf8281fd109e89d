# one fraction
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    noise = (z2 - z1).abs().mean()
    return noise / ((x2 - x1).abs().mean() + eps * noise)
