# numpy's whole number
import numpy as np


def conv_out(n, k, s, p, d=1):
    return np.int64(np.floor((n + 2 * p - d * (k - 1) - 1) / s)) + 1
