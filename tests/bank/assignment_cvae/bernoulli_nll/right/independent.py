# Independent Bernoulli
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    from torch.distributions import Bernoulli, Independent
    d = Independent(Bernoulli(logits=x_logits, validate_args=False), x.dim() - 1, validate_args=False)
    return -d.log_prob(x)
