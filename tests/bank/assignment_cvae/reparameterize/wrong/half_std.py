# half the standard deviation
# expect: half as wide
import torch


def reparameterize(mu, logvar):
    return mu + 0.5 * torch.exp(0.5 * logvar) * torch.randn_like(mu)
