# sign -1 and 1
# expect: -1
import torch
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any(): raise ValueError
    return torch.nn.functional.one_hot(y, num_classes).float() * 2 - 1
