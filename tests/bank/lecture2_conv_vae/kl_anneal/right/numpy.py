# numpy
import numpy as np


def kl_anneal(step, warmup, beta):
    return float(np.clip(step / warmup, 0, 1) * beta)
