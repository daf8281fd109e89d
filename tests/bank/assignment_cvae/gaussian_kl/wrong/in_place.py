# input changed
# expect: changed its input
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu.pow_(2) + logvar.exp() - 1 - logvar).sum(1)
