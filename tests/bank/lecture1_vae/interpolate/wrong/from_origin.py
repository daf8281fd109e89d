# starts at 0
# expect: starts at 0
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return t * (z1 - z0)
