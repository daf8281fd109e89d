# Independent Normal
import torch


def reparameterize(mu, logvar):
    from torch.distributions import Independent, Normal
    return Independent(Normal(mu, torch.exp(0.5 * logvar)), 1).rsample()
