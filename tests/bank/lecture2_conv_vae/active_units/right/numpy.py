# numpy
import numpy as np


def active_units(mu, threshold=1e-2):
    return np.count_nonzero(mu.detach().cpu().numpy().var(axis=0) > threshold)
