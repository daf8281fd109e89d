# Box and Muller
import torch


def reparameterize(mu, logvar):
    import math
    u, v = torch.rand_like(mu), torch.rand_like(mu)
    eps = torch.sqrt(-2 * torch.log1p(-u)) * torch.cos(2 * math.pi * v)
    return mu + torch.exp(logvar / 2) * eps
