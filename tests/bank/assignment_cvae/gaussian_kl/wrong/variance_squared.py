# exp(logvar) squared
# expect: squared
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() ** 2 - 1 - logvar).sum(1)
