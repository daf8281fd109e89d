# a loop
def interpolate(z0, z1, steps):
    return torch.stack([z0 + (z1 - z0) * i / (steps - 1) for i in range(steps)])
