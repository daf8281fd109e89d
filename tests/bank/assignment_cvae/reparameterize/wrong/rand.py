# R07: torch.rand
# expect: torch.rand is not torch.randn
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.rand_like(mu)
