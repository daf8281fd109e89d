# whole-number division
# expect: rounded down
def interpolate(z0, z1, steps):
    t = torch.tensor([i // (steps - 1) for i in range(steps)], dtype=z0.dtype)[:, None]
    return (1 - t) * z0 + t * z1
