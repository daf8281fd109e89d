# K09: reversed
# expect: reversed
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (logvar + (1 + mu**2) / logvar.exp() - 1).sum(1)
