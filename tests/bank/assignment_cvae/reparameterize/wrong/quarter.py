# exp(logvar / 4)
# expect: halved twice
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar).sqrt() * torch.randn_like(mu)
