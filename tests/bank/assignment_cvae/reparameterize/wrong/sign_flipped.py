# exp(-logvar / 2)
# expect: sign of logvar is flipped
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(-0.5 * logvar) * torch.randn_like(mu)
