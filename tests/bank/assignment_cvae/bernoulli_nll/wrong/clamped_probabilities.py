# logits clamped to [0, 1]
# expect: clamped to [0, 1] and taken for probabilities
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy(x_logits.clamp(0, 1), x, reduction="none").flatten(1).sum(1)
