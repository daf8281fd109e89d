# torch.lerp
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return torch.lerp(z0, z1, t)
