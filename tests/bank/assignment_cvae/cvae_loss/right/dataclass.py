# a dataclass
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    from dataclasses import dataclass

    @dataclass
    class Terms:
        loss: torch.Tensor
        rec: torch.Tensor
        kl: torch.Tensor

    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return Terms(rec + beta * kl, rec, kl)
