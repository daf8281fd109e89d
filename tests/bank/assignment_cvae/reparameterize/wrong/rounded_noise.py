# noise rounded to one decimal
# expect: noise
import torch
def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.randn_like(mu).round(decimals=1)
