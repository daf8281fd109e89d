# Normal.rsample
import torch


def reparameterize(mu, logvar):
    return torch.distributions.Normal(mu, (logvar / 2).exp()).rsample()
