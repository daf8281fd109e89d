# two draws added
# expect: sqrt(2) times
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * (torch.randn_like(mu) + torch.randn_like(mu))
