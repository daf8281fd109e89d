# largest differences
# expect: largest differences
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers, p=float("inf")) <= radius
    return int(d.any(0).sum()), d.any(1).float().mean().item()
