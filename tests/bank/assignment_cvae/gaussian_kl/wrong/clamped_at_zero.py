# each term clamped from below at free bits
# expect: clamped from below
import torch


def gaussian_kl(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).clamp(min=1.0).sum(1)
