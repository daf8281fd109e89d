# the share of the modes
# expect: share of the modes
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return int(d.any(0).sum()), d.any(0).float().mean().item()
