# one point too many
# expect: one point too many
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps + 1, dtype=z0.dtype)[:, None]
    return (1 - t) * z0 + t * z1
