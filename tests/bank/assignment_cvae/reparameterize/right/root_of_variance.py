# exp(logvar) ** 0.5
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(logvar) ** 0.5 * torch.randn_like(mu)
