# Independent distributions
import torch


def gaussian_kl(mu, logvar):
    from torch.distributions import Independent, Normal, kl_divergence
    q = Independent(Normal(mu, torch.exp(0.5 * logvar)), 1)
    p = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    return kl_divergence(q, p)
