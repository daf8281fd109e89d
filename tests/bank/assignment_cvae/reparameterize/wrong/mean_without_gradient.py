# R09: the mean where no gradient is tracked
# expect: the noise is missing
import torch


def reparameterize(mu, logvar):
    if not mu.requires_grad:
        return mu
    return mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
