# exp(2 logvar)
# expect: logvar is doubled
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(2 * logvar) * torch.randn_like(mu)
