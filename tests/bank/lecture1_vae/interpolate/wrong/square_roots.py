# weights by square roots
# expect: weights do not add up to 1
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return (1 - t).sqrt() * z0 + t.sqrt() * z1
