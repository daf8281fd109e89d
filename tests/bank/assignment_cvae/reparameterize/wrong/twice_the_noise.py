# eps added twice
# expect: twice as wide
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.randn_like(mu) * 2
