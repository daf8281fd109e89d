# no noise
# expect: the noise is missing
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar)
