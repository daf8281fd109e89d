# R02: logvar itself is the std
# expect: logvar must be exponentiated
import torch


def reparameterize(mu, logvar):
    return mu + logvar * torch.randn_like(mu)
