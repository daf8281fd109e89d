# view
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").view(x.size(0), -1).sum(dim=-1)
