# each row rescaled to unit length
# expect: length
import torch
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return torch.nn.functional.normalize((1 - t) * z0 + t * z1, dim=1)
