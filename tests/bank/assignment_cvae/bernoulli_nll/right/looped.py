# image by image
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return torch.stack([F.binary_cross_entropy_with_logits(a, b, reduction="sum") for a, b in zip(x_logits, x)])
