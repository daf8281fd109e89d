# absolute value of the negative
# expect: absolute value hides
import torch


def gaussian_kl(mu, logvar):
    return (0.5 * (1 + logvar - mu**2 + logvar.exp()).sum(1)).abs()
