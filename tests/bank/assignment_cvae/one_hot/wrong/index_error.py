# raises IndexError
# expect: IndexError is raised
import torch.nn.functional as F


def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise IndexError("label out of range")
    return F.one_hot(y, num_classes).float()
