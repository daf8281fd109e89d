# the share of modes first
# expect: not their number
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return d.any(0).float().mean().item(), d.any(1).float().mean().item()
