# prints in place of raising
# expect: without a word
import torch.nn.functional as F


def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        print("label out of range")
    return F.one_hot(y.clamp(0, num_classes - 1), num_classes).float()
