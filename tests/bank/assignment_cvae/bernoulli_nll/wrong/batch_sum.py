# sum over everything
# expect: sum over the batch
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum")
