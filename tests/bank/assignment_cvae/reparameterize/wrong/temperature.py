# noise times 0.9
# expect: wide
import torch
def reparameterize(mu, logvar):
    return mu + 0.9 * torch.exp(0.5 * logvar) * torch.randn_like(mu)
