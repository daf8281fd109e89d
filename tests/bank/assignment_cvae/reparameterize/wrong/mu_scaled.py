# mu is multiplied by the std
# expect: multiplied by the standard deviation
import torch


def reparameterize(mu, logvar):
    return (mu + torch.randn_like(mu)) * torch.exp(0.5 * logvar)
