# R03: root of |logvar|
# expect: logvar must be exponentiated
import torch


def reparameterize(mu, logvar):
    return mu + logvar.abs().sqrt() * torch.randn_like(mu)
