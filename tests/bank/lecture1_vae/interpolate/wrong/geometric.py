# weights geometric
# expect: equally
import torch
def interpolate(z0, z1, steps):
    t = (torch.logspace(0, 1, steps, dtype=z0.dtype) - 1)[:, None] / 9
    return (1 - t) * z0 + t * z1
