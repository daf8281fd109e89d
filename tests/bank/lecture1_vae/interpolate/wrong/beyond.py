# extrapolates
# expect: beyond both ends
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    t = 3 * t - 1
    return (1 - t) * z0 + t * z1
