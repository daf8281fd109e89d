# mean over the channels
# expect: mean over the channels
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    per = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return (per.mean(1).flatten(1).sum(1) if per.dim() > 2 else per.sum(1))
