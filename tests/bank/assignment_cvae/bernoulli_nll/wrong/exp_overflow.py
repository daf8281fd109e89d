# log(1 + exp(l))
# expect: overflow
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return (torch.log(1 + torch.exp(x_logits)) - x * x_logits).flatten(1).sum(1)
