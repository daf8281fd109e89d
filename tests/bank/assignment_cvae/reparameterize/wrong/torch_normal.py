# R08: torch.normal(mu, std)
# expect: gradient does not reach mu
import torch


def reparameterize(mu, logvar):
    return torch.normal(mu, torch.exp(0.5 * logvar))
