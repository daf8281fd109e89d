# sample by sample
import torch


def gaussian_kl(mu, logvar):
    return torch.stack([0.5 * (m @ m + v.exp().sum() - v.sum() - len(m)) for m, v in zip(mu, logvar)])
