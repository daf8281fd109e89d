# logvar clamped far outside
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar.clamp(-30, 20)) * torch.randn_like(mu)
