# cross-entropy of two classes
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    both = torch.stack([torch.zeros_like(x_logits), x_logits], -1).log_softmax(-1)
    return -(x * both[..., 1] + (1 - x) * both[..., 0]).flatten(1).sum(1)
