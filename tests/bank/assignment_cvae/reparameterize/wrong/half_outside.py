# R03: 0.5 * exp(logvar)
# expect: exp(logvar) is the variance
import torch


def reparameterize(mu, logvar):
    return mu + 0.5 * torch.exp(logvar) * torch.randn_like(mu)
