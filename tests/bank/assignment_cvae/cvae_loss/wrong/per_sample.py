# not averaged
# expect: one value for each sample
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x)
    kl = gaussian_kl(mu, logvar)
    return ELBO(rec + beta * kl, rec, kl)
