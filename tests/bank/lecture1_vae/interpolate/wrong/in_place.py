# changes z0
# expect: changed its input
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return z0.sub_(z1) * (1 - t) + z1
