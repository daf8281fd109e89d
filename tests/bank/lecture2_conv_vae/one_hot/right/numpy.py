# numpy
import numpy as np


def one_hot(y, num_classes):
    labels = np.asarray(y)
    if not np.isin(labels, np.arange(num_classes)).all():
        raise ValueError(f"labels outside 0..{num_classes - 1}")
    return torch.from_numpy(np.eye(num_classes, dtype=np.float32)[labels])
