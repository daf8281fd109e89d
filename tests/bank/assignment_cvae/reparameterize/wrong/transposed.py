# returns Z by N
# expect: looks transposed
import torch


def reparameterize(mu, logvar):
    return (mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)).T
