# torch.normal(0, 1)
import torch


def reparameterize(mu, logvar):
    eps = torch.normal(0.0, 1.0, size=mu.shape, dtype=mu.dtype)
    return mu + (0.5 * logvar).exp() * eps
