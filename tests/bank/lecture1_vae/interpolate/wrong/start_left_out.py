# arange(1, steps + 1) / steps
# expect: first point is not z0
def interpolate(z0, z1, steps):
    t = torch.arange(1, steps + 1, dtype=z0.dtype)[:, None] / steps
    return (1 - t) * z0 + t * z1
