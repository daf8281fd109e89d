# labels out of range are not refused
# expect: ValueError is asked for
import torch.nn.functional as F


def one_hot(y, num_classes):
    return F.one_hot(y, num_classes).float()
