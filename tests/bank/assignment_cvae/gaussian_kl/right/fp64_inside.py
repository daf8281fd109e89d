# float64 inside
import torch


def gaussian_kl(mu, logvar):
    m, v = mu.double(), logvar.double()
    return (0.5 * (m**2 + v.exp() - 1 - v).sum(1)).to(mu.dtype)
