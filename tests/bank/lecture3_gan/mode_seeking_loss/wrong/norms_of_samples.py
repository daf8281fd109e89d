# mean Euclidean distances of samples
# expect: Euclidean norms
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return 1 / ((x1 - x2).flatten(1).norm(dim=1).mean() / (z1 - z2).flatten(1).norm(dim=1).mean() + eps)
