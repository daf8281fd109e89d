# noise centred in each sample
# expect: standardised
import torch
def reparameterize(mu, logvar):
    eps = torch.randn_like(mu)
    eps = eps - eps.mean(1, keepdim=True)
    return mu + torch.exp(0.5 * logvar) * eps
