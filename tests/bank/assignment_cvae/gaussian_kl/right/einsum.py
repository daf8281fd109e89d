# einsum
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (torch.einsum("nz,nz->n", mu, mu) + (logvar.exp() - 1 - logvar).sum(dim=1))
