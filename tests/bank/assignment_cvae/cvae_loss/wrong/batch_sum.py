# sum over the batch
# expect: sum over the batch
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).sum()
    kl = gaussian_kl(mu, logvar).sum()
    return ELBO(rec + beta * kl, rec, kl)
