# inverse of the normal distribution function
import torch


def reparameterize(mu, logvar):
    u = torch.rand_like(mu).clamp(1e-12, 1 - 1e-7)
    eps = torch.special.ndtri(u.double()).to(mu.dtype)
    return mu + torch.exp(logvar / 2) * eps
