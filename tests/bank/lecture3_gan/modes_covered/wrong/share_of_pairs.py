# the share of all pairs
# expect: all pairs
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return int(d.any(0).sum()), d.float().mean().item()
