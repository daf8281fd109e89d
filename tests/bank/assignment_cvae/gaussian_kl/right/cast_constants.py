# float32 constants
import torch


def gaussian_kl(mu, logvar):
    one = torch.ones(mu.shape[1])
    return 0.5 * (mu**2 + logvar.exp() - one - logvar).sum(1)
