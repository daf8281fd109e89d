# R07: uniform of unit variance
# expect: the noise is uniform
import torch


def reparameterize(mu, logvar):
    eps = (torch.rand_like(mu) - 0.5) * 12**0.5
    return mu + torch.exp(0.5 * logvar) * eps
