# logvar and exp(logvar) swapped
# expect: swapped
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + logvar - 1 - logvar.exp()).sum(1)
