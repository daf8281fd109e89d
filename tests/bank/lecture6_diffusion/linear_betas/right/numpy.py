# by numpy
import numpy as np


def linear_betas(T, start=1e-4, end=0.02):
    return torch.from_numpy(np.linspace(start, end, T))
