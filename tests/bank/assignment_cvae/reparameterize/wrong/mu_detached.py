# mu is detached
# expect: gradient does not reach mu
import torch


def reparameterize(mu, logvar):
    return mu.detach() + torch.exp(0.5 * logvar) * torch.randn_like(mu)
