# all columns up to y
# expect: up to y
import torch.nn.functional as F


def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError("label out of range")
    return (torch.arange(num_classes) <= y[:, None]).float()
