# log sigma and sigma
import torch


def gaussian_kl(mu, logvar):
    std = torch.exp(0.5 * logvar)
    return (-torch.log(std) + (std**2 + mu**2) / 2 - 0.5).sum(dim=1)
