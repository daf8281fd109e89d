# only the modes
# expect: only one value
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return d.any(0).sum()
