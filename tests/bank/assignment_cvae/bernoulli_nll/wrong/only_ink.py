# only x log p
# expect: term (1 - x) log(1 - p) is missing
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return -(x * F.logsigmoid(x_logits)).flatten(1).sum(1)
