# arange(steps) / steps
# expect: last point is not z1
def interpolate(z0, z1, steps):
    t = torch.arange(steps, dtype=z0.dtype)[:, None] / steps
    return (1 - t) * z0 + t * z1
