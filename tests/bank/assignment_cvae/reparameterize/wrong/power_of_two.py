# 2 ** (logvar / 2)
# expect: natural logarithm
import torch


def reparameterize(mu, logvar):
    return mu + 2 ** (logvar / 2) * torch.randn_like(mu)
