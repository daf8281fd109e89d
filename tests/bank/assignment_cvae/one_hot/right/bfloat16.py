# bfloat16
import torch
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any(): raise ValueError
    return torch.nn.functional.one_hot(y, num_classes).bfloat16()
