# negative labels count from the end
# expect: counts from the end
import torch.nn.functional as F


def one_hot(y, num_classes):
    if y.max() >= num_classes:
        raise ValueError("too large")
    return torch.eye(num_classes)[y]
