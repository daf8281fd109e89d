# mean times Z
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * mu.shape[-1] * (mu**2 + logvar.exp() - 1 - logvar).mean(-1)
