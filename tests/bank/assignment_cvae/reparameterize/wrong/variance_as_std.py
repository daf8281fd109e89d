# R01: std = exp(logvar)
# expect: exp(logvar) is the variance
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(logvar) * torch.randn_like(mu)
