# R08: no_grad
# expect: gradient does not reach mu
import torch


def reparameterize(mu, logvar):
    with torch.no_grad():
        return mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
