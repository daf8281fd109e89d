# outside in place of inside
# expect: wrong way round
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) > radius
    return int(d.any(0).sum()), d.any(1).float().mean().item()
