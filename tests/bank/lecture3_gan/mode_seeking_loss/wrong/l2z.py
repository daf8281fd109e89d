# root mean square of the noise
# expect: root mean square
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return 1 / ((x1 - x2).abs().mean() / (z1 - z2).pow(2).mean().sqrt() + eps)
