# mu - eps * std
import torch


def reparameterize(mu, logvar):
    return mu - torch.randn_like(mu) * torch.exp(logvar / 2)
