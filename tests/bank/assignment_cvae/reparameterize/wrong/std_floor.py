# std at least 0.1
# expect: clamp
import torch
def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar).clamp(min=0.1) * torch.randn_like(mu)
