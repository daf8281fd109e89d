# the std is detached
# expect: gradient does not reach logvar
import torch


def reparameterize(mu, logvar):
    std = torch.exp(0.5 * logvar).detach()
    return mu + std * torch.randn_like(mu)
