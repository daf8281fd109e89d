# 8-bit labels
# expect: 8 bits
import torch
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any(): raise ValueError
    return torch.nn.functional.one_hot(y.to(torch.uint8).long(), num_classes).float()
