# sum over a tuple of axes
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=tuple(range(1, x.dim())))
