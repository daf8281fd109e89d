# exp(logvar) missing
# expect: term exp(logvar) is missing
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 - 1 - logvar).sum(1)
