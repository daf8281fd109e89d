# a list of tensors
# expect: collected in a list
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return [(1 - s) * z0 + s * z1 for s in t]
