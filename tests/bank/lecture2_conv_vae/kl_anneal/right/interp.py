# numpy's interpolation
import numpy as np


def kl_anneal(step, warmup, beta):
    return np.interp(step, [0, warmup], [0.0, beta])
