# R08: detach
# expect: gradient does not reach mu
import torch


def reparameterize(mu, logvar):
    return (mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)).detach()
