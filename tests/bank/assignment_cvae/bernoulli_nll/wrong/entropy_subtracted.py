# entropy of x subtracted
# expect: entropy of x
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    xx = x.clamp(1e-6, 1 - 1e-6)
    h = -(xx * xx.log() + (1 - xx) * (1 - xx).log())
    return (F.binary_cross_entropy_with_logits(x_logits, x, reduction="none") - h).flatten(1).sum(1)
