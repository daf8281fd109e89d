# pairs in place of modes
# expect: a mode counts once
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return int(d.sum()), d.any(1).float().mean().item()
