# 0.5 not on mu
# expect: factor 1/2
import torch


def gaussian_kl(mu, logvar):
    return (mu**2 + 0.5 * (logvar.exp() - 1 - logvar)).sum(1)
