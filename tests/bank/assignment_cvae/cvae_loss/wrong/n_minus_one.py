# divided by N - 1
# expect: N - 1
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    n = max(len(x) - 1, 1)
    rec, kl = bernoulli_nll(x_logits, x).sum() / n, gaussian_kl(mu, logvar).sum() / n
    return ELBO(rec + beta * kl, rec, kl)
