# works in float32 only
import torch


def reparameterize(mu, logvar):
    mu, logvar = mu.float(), logvar.float()
    return mu + torch.exp(logvar / 2) * torch.randn_like(mu)
