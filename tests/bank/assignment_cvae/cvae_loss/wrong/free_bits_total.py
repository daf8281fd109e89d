# KL at least 1 nat
# expect: free bits
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec, kl = bernoulli_nll(x_logits, x).mean(), gaussian_kl(mu, logvar).mean().clamp(min=1.0)
    return ELBO(rec + beta * kl, rec, kl)
