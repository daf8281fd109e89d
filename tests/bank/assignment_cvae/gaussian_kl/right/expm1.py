# expm1
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + torch.expm1(logvar) - logvar).sum(-1)
