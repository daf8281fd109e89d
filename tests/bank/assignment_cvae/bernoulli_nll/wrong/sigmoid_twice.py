# sigmoid before a loss on logits
# expect: sigmoid twice
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(torch.sigmoid(x_logits), x, reduction="none").flatten(1).sum(1)
