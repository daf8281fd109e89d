# p clamped
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    p = torch.sigmoid(x_logits).clamp(1e-6, 1 - 1e-6)
    return -(x * p.log() + (1 - x) * (1 - p).log()).flatten(1).sum(1)
