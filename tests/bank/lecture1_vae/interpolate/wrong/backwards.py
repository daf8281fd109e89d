# from z1 to z0
# expect: from z1 to z0
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return t * z0 + (1 - t) * z1
