# z0 + t z1
# expect: z1 is added to z0
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return z0 + t * z1
