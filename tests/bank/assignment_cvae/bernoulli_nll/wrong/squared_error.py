# squared error
# expect: squared error
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return ((torch.sigmoid(x_logits) - x) ** 2).flatten(1).sum(1)
