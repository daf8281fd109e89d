# draws before and after
import torch


def reparameterize(mu, logvar):
    torch.randn(7)
    z = mu + torch.randn_like(mu) * torch.exp(logvar / 2)
    torch.rand(3)
    return z
