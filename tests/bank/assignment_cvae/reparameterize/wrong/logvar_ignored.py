# logvar not used
# expect: does not depend on logvar
import torch


def reparameterize(mu, logvar):
    return mu + torch.randn_like(mu)
