# a subclass of ValueError
import torch.nn.functional as F


def one_hot(y, num_classes):
    class LabelError(ValueError):
        pass
    
    if y.min() < 0 or y.max() >= num_classes:
        raise LabelError("out of range")
    return F.one_hot(y, num_classes).float()
