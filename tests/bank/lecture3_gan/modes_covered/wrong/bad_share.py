# the share of bad samples
# expect: bad samples
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return int(d.any(0).sum()), 1 - d.any(1).float().mean().item()
