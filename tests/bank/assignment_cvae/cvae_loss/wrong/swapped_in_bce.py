# logits and x swapped
# expect: x_logits and x are swapped
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x, x_logits).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * kl, rec, kl)
