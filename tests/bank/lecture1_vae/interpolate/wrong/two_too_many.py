# ends added to the steps
# expect: ends count among them
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps + 2, dtype=z0.dtype)[:, None]
    return (1 - t) * z0 + t * z1
