# (Z, steps)
# expect: axes are swapped
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return ((1 - t) * z0 + t * z1).T
