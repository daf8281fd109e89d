# rec of the first sample only
# expect: first sample
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec, kl = bernoulli_nll(x_logits, x)[0], gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * kl, rec, kl)
