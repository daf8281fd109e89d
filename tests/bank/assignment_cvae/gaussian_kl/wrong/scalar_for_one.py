# item for one
# expect: made a plain number
import torch


def gaussian_kl(mu, logvar):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
    return kl.item() if len(kl) == 1 else kl
