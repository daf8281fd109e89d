# columns from the last to the first
# expect: reverse
import torch
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any(): raise ValueError
    return torch.nn.functional.one_hot(num_classes - 1 - y, num_classes).float()
