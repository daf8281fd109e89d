# noise standardised over the batch
# expect: standardised
import torch
def reparameterize(mu, logvar):
    eps = torch.randn_like(mu)
    if len(mu) > 1: eps = (eps - eps.mean(0)) / eps.std(0)
    return mu + torch.exp(0.5 * logvar) * eps
