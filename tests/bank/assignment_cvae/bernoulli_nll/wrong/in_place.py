# logits changed in place
# expect: changed its input
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    x_logits.sigmoid_()
    return F.binary_cross_entropy(x_logits, x, reduction="none").flatten(1).sum(1)
