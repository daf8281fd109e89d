# ends set exactly
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    path = z0 + t * (z1 - z0)
    path[-1] = z1
    return path
