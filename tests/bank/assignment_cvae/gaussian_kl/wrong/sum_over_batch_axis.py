# sum over the batch axis
# expect: the batch axis is summed
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(0)
