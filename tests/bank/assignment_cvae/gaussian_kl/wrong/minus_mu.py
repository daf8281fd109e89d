# -mu^2
# expect: sign of the term mu^2
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (-(mu**2) + logvar.exp() - 1 - logvar).sum(1)
