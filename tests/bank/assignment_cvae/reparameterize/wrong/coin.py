# signs in place of Gaussians
# expect: two values
import torch


def reparameterize(mu, logvar):
    eps = torch.randint(0, 2, mu.shape).to(mu) * 2 - 1
    return mu + torch.exp(0.5 * logvar) * eps
