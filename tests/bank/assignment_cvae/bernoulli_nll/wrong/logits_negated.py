# sign of the logits
# expect: the sign of the logits flipped
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(-x_logits, x, reduction="none").flatten(1).sum(1)
