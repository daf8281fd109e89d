# numpy inside
import torch.nn.functional as F


def one_hot(y, num_classes):
    import numpy as np
    labels = y.numpy()
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError("out of range")
    return torch.from_numpy(np.eye(num_classes, dtype=np.float32)[labels])
