# noise drawn once and kept
# expect: the seed is reset
import torch


def reparameterize(mu, logvar):
    if not hasattr(reparameterize, "eps") or reparameterize.eps.shape != mu.shape:
        reparameterize.eps = torch.randn_like(mu)
    return mu + torch.exp(0.5 * logvar) * reparameterize.eps
