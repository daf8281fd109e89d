# only (1 - x) log(1 - p)
# expect: term x log(p) is missing
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return -((1 - x) * F.logsigmoid(-x_logits)).flatten(1).sum(1)
