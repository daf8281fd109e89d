# z0 + t (z0 - z1)
# expect: runs away from z1
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return z0 + t * (z0 - z1)
