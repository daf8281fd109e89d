# -1 once
# expect: subtracted once
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * ((mu**2 + logvar.exp() - logvar).sum(1) - 1)
