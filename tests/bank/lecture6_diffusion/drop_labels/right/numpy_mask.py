# draws with numpy
import numpy as np


def drop_labels(y, p, null_class):
    return y.masked_fill(torch.from_numpy(np.random.random_sample(len(y)) < p), null_class)
