# a linspace a column
def interpolate(z0, z1, steps):
    columns = [torch.linspace(float(a), float(b), steps, dtype=z0.dtype) for a, b in zip(z0, z1)]
    return torch.stack(columns, 1)
