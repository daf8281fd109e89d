# noise always in float32
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(logvar / 2) * torch.randn(mu.shape)
