# -1 missing
# expect: term -1 is missing
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - logvar).sum(1)
