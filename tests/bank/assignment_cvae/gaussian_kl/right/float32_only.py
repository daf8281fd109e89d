# float32 inside
import torch


def gaussian_kl(mu, logvar):
    mu, logvar = mu.to(torch.float32), logvar.to(torch.float32)
    return 0.5 * torch.sum(mu.pow(2) + logvar.exp() - 1.0 - logvar, dim=1)
