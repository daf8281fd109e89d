# two classes give one column, as a label binariser does
# expect: two classes
import torch
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any(): raise ValueError
    if num_classes == 2: return y[:, None].float()
    return torch.nn.functional.one_hot(y, num_classes).float()
