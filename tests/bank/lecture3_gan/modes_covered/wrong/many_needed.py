# a mode needs many samples
# expect: one is enough
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return int((d.sum(0) > 1).sum()), d.any(1).float().mean().item()
