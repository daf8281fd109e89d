# Laplace noise of unit variance
# expect: heavier tails
import torch


def reparameterize(mu, logvar):
    eps = torch.distributions.Laplace(0.0, 0.5**0.5).sample(mu.shape).to(mu)
    return mu + torch.exp(0.5 * logvar) * eps
