# torch.outer
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps).to(z0)
    return torch.outer(1 - t, z0) + torch.outer(t, z1)
