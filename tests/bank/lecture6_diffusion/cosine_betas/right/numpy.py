# numpy, normalised by f(0) first
import numpy as np


def cosine_betas(T, s=0.008, max_beta=0.999):
    x = np.linspace(0, T, T + 1)
    abar = np.cos((x / T + s) / (1 + s) * np.pi * 0.5) ** 2
    abar = abar / abar[0]
    betas = 1 - abar[1:] / abar[:-1]
    return torch.from_numpy(np.clip(betas, 0, max_beta))
