# both ends with weight t
# expect: same weight
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return t * (z0 + z1)
