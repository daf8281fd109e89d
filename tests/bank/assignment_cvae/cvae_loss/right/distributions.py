# torch.distributions
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    from torch.distributions import Normal, kl_divergence
    rec = bernoulli_nll(x_logits, x).mean()
    kl = kl_divergence(Normal(mu, (logvar / 2).exp()), Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
