# x and 1 - x swapped
# expect: 1 - x are swapped
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, 1 - x, reduction="none").flatten(1).sum(1)
