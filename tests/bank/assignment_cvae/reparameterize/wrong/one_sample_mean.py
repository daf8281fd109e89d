# a batch of one gets no noise
# expect: noise
import torch
def reparameterize(mu, logvar):
    eps = torch.randn_like(mu) if len(mu) > 1 else torch.zeros_like(mu)
    return mu + torch.exp(0.5 * logvar) * eps
