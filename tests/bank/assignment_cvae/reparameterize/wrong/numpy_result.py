# made from numpy
# expect: gradient does not reach mu
import torch


def reparameterize(mu, logvar):
    import numpy as np
    z = mu.detach().numpy() + np.exp(0.5 * logvar.detach().numpy()) * np.random.randn(*mu.shape)
    return torch.from_numpy(z)
