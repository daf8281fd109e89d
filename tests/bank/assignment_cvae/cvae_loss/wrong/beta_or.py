# beta 0 counts as 1
# expect: beta
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=None):
    beta = beta or 1.0
    rec, kl = bernoulli_nll(x_logits, x).mean(), gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * kl, rec, kl)
