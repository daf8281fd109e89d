# eased in and out
# expect: not equally long
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    t = t * t * (3 - 2 * t)
    return (1 - t) * z0 + t * z1
