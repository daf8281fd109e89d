# log(p + 0.01)
# expect: epsilon in log(p + epsilon) is too large
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    p = torch.sigmoid(x_logits)
    return -(x * torch.log(p + 1e-2) + (1 - x) * torch.log(1 - p + 1e-2)).flatten(1).sum(1)
