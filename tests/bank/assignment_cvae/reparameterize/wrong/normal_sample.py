# Normal.sample in place of rsample
# expect: gradient does not reach mu
import torch


def reparameterize(mu, logvar):
    return torch.distributions.Normal(mu, torch.exp(0.5 * logvar)).sample()
