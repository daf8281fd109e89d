# logvar detached
# expect: gradient does not reach logvar
import torch


def gaussian_kl(mu, logvar):
    v = logvar.detach()
    return 0.5 * (mu**2 + v.exp() - 1 - v).sum(1)
