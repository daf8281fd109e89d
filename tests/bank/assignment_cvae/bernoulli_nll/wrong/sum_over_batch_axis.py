# reduces the batch axis
# expect: the batch axis is summed
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(0).flatten()[: len(x)]
