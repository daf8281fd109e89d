# beta at most 4
# expect: beta
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    beta = min(beta, 4.0)
    rec, kl = bernoulli_nll(x_logits, x).mean(), gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * kl, rec, kl)
