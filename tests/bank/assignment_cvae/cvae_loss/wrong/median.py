# median over the batch
# expect: median
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec, kl = bernoulli_nll(x_logits, x).median(), gaussian_kl(mu, logvar).median()
    return ELBO(rec + beta * kl, rec, kl)
