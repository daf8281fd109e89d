# draws that depend on values are allowed
import torch


def reparameterize(mu, logvar):
    eps = torch.randn_like(mu)
    if float(mu.sum()) > 0:
        eps = torch.randn_like(mu)
    return mu + torch.exp(logvar / 2) * eps
