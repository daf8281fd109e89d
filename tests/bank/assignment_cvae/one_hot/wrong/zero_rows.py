# out of range gives zero rows
# expect: row of zeros
import torch.nn.functional as F


def one_hot(y, num_classes):
    return (y[:, None] == torch.arange(num_classes)).float()
