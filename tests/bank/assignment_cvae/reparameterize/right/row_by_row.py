# one row at a time
import torch


def reparameterize(mu, logvar):
    return torch.stack([m + (v / 2).exp() * torch.randn(len(m), dtype=m.dtype) for m, v in zip(mu, logvar)])
