# noise clamped to [-3.3, 3.3]
# expect: clipped
import torch
def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.randn_like(mu).clamp(-3.3, 3.3)
