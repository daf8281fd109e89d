# percent
# expect: percent
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return int(d.any(0).sum()), 100 * d.any(1).float().mean().item()
