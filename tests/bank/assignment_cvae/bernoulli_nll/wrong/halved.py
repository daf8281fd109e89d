# a factor 1/2
# expect: factor 1/2 too much
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return 0.5 * F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").flatten(1).sum(1)
