# only the first label is checked
# expect: ValueError
import torch.nn.functional as F


def one_hot(y, num_classes):
    if not 0 <= int(y[0]) < num_classes:
        raise ValueError("label out of range")
    return (y[:, None] == torch.arange(num_classes)).float()
