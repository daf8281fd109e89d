# R06: one number for all
# expect: one number of noise
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.randn(1)
