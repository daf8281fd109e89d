# both ends left out
# expect: endpoints are left out
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps + 2, dtype=z0.dtype)[1:-1, None]
    return (1 - t) * z0 + t * z1
