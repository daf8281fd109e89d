# skips the last sample
# expect: the last sample is left out
def modes_covered(samples, centers, radius):
    near = torch.cdist(samples[:-1], centers) <= radius
    return int(near.any(0).sum()), near.any(1).float().sum().item() / len(samples)
