# columns off by one
# expect: off by one
import torch.nn.functional as F


def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError("label out of range")
    return torch.eye(num_classes).roll(1, 1)[y]
