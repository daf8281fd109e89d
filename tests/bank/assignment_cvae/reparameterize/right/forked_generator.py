# a generator of its own, seeded once
import torch


def reparameterize(mu, logvar):
    if not hasattr(reparameterize, "generator"):
        reparameterize.generator = torch.Generator().manual_seed(42)
    eps = torch.randn(mu.shape, generator=reparameterize.generator, dtype=mu.dtype)
    return mu + torch.exp(logvar / 2) * eps
