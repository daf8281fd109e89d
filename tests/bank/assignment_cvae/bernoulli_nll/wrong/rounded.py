# x rounded
# expect: rounded
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, (x > 0.5).to(x.dtype), reduction="none").flatten(1).sum(1)
