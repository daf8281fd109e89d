# comparison with arange
import torch.nn.functional as F


def one_hot(y, num_classes):
    if bool(((y < 0) | (y >= num_classes)).any()):
        raise ValueError
    return (y.unsqueeze(1) == torch.arange(num_classes).unsqueeze(0)).to(torch.float32)
