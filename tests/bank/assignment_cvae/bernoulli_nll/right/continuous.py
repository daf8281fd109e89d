# max, product, log1p
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return (x_logits.clamp(min=0) - x_logits * x + torch.log1p(torch.exp(-x_logits.abs()))).flatten(1).sum(1)
