# booleans come back
# expect: left as booleans
import torch.nn.functional as F


def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError("label out of range")
    return y[:, None] == torch.arange(num_classes)
