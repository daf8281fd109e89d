# in bits
# expect: ln 2
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1) / 0.6931471805599453
