# K02: 0.5 missing
# expect: factor 1/2 is missing
import torch


def gaussian_kl(mu, logvar):
    return (mu**2 + logvar.exp() - 1 - logvar).sum(1)
