# the seed is reset in each call
# expect: the seed is reset
import torch


def reparameterize(mu, logvar):
    torch.manual_seed(0)
    return mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
