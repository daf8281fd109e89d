# logaddexp
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    zero = torch.zeros_like(x_logits)
    return (torch.logaddexp(x_logits, zero) - x * x_logits).flatten(1).sum(1)
