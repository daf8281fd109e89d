# through the ELBO
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    elbo = -bernoulli_nll(x_logits, x) - beta * gaussian_kl(mu, logvar)
    return ELBO(-elbo.mean(), bernoulli_nll(x_logits, x).mean(), gaussian_kl(mu, logvar).mean())
