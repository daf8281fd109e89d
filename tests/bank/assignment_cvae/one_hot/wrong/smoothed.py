# label smoothing
# expect: smooth
import torch
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any(): raise ValueError
    return torch.nn.functional.one_hot(y, num_classes).float() * 0.9 + 0.1 / num_classes
