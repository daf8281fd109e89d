# log(p + 1e-7)
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    p = torch.sigmoid(x_logits)
    return -(x * torch.log(p + 1e-7) + (1 - x) * torch.log(1 - p + 1e-7)).flatten(1).sum(1)
