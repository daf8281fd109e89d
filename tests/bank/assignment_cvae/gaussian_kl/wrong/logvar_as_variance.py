# logvar taken for the variance
# expect: variance
import torch


def gaussian_kl(mu, logvar):
    v = logvar.abs()
    return 0.5 * (mu**2 + v - 1 - v.log()).sum(1)
