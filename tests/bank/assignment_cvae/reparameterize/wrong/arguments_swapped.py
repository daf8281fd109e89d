# mu and logvar swapped
# expect: mu and logvar are swapped
import torch


def reparameterize(mu, logvar):
    return logvar + torch.exp(0.5 * mu) * torch.randn_like(mu)
