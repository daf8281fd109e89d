# mu and logvar swapped
# expect: Should hold
import torch


def reparameterize(mu, logvar):
    return logvar + torch.exp(0.5 * mu) * torch.randn_like(mu)
