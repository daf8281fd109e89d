# row indexing forgotten
# expect: whole batch
import torch.nn.functional as F


def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError("label out of range")
    z = torch.zeros(len(y), num_classes)
    z[:, y] = 1
    return z
