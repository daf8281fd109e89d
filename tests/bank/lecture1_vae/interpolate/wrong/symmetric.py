# weights from -1 to 1
# expect: from -1 to 1
def interpolate(z0, z1, steps):
    t = torch.linspace(-1, 1, steps, dtype=z0.dtype)[:, None]
    return (1 - t) * z0 + t * z1
