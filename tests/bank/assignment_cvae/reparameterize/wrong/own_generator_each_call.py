# a generator with a fixed seed in each call
# expect: the seed is reset
import torch


def reparameterize(mu, logvar):
    g = torch.Generator().manual_seed(3)
    return mu + torch.exp(0.5 * logvar) * torch.randn(mu.shape, generator=g, dtype=mu.dtype)
