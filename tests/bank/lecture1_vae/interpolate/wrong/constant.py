# only z0
# expect: every row is z0
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return z0.expand(steps, -1)
