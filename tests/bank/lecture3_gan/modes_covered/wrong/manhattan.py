# sums of absolute differences
# expect: sums of absolute
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers, p=1) <= radius
    return int(d.any(0).sum()), d.any(1).float().mean().item()
