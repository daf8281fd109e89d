# R08: .data
# expect: gradient does not reach mu
import torch


def reparameterize(mu, logvar):
    return mu.data + torch.exp(0.5 * logvar.data) * torch.randn_like(mu)
