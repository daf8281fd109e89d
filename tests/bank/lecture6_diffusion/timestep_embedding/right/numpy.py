# by numpy, float64
import numpy as np


def timestep_embedding(t, dim):
    w = 1 / 10000 ** (2 * np.arange(dim // 2) / dim)
    a = t.numpy()[:, None] * w
    return torch.from_numpy(np.concatenate([np.sin(a), np.cos(a)], 1))
