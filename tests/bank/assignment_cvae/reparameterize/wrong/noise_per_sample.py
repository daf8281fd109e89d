# R06: one number a sample
# expect: all latent dimensions of a sample
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.randn(mu.shape[0], 1)
