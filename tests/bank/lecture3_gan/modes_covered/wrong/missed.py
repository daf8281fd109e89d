# missed modes
# expect: missed modes
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers) <= radius
    return len(centers) - int(d.any(0).sum()), d.any(1).float().mean().item()
