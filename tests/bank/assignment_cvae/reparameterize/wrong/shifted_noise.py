# noise with mean 1
# expect: mean 0
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * (torch.randn_like(mu) + 1)
