# returns mu
# expect: the noise is missing
import torch


def reparameterize(mu, logvar):
    return mu
