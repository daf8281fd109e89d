# logvar clamped to [-4, 4]
# expect: clamp
import torch
def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar.clamp(-4, 4)) * torch.randn_like(mu)
