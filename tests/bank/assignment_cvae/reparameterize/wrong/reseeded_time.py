# torch.seed() in each call
# expect: seed
import torch
def reparameterize(mu, logvar):
    torch.seed()
    return mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
