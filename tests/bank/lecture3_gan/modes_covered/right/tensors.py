# tensors come back
def modes_covered(samples, centers, radius):
    d = (samples[:, None] - centers).norm(dim=-1) <= radius
    return d.any(0).sum(), d.any(1).float().mean()
