# exp(logvar / 2) for the variance
# expect: standard deviation
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + (0.5 * logvar).exp() - 1 - logvar).sum(1)
