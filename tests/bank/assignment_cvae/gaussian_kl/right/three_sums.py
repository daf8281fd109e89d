# three sums
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * ((mu**2).sum(1) + logvar.exp().sum(1) - logvar.sum(1) - mu.shape[1])
