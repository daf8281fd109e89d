# squared radius
# expect: squared radius
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius**2
    return int(d.any(0).sum()), d.any(1).float().mean().item()
