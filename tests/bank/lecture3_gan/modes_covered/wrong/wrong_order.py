# the results in the wrong order
# expect: wrong order
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return d.any(1).float().mean().item(), int(d.any(0).sum())
