# labels too large wrap around
# expect: without a word
import torch.nn.functional as F


def one_hot(y, num_classes):
    if y.min() < 0:
        raise ValueError("negative")
    return torch.eye(num_classes)[y % num_classes]
