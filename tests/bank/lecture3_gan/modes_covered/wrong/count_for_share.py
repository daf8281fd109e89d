# a count in place of a share
# expect: not their share
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return int(d.any(0).sum()), int(d.any(1).sum())
