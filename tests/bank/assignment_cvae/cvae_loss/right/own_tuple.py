# a named tuple of its own
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    from collections import namedtuple
    Loss = namedtuple("Loss", "loss rec kl")
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return Loss(rec + beta * kl, rec, kl)
