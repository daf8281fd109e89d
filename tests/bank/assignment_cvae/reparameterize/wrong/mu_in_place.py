# mu changed in place
# expect: changed its input
import torch


def reparameterize(mu, logvar):
    noise = torch.exp(0.5 * logvar) * torch.randn_like(mu)
    mu += noise
    return mu
