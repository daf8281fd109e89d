# K17: log of the sigmoid
# expect: log(sigmoid(l)) overflows
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    p = torch.sigmoid(x_logits)
    return -(x * torch.log(p) + (1 - x) * torch.log(1 - p)).flatten(1).sum(1)
