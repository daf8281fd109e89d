# beta times Z over the pixels
# expect: pixels
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec, kl = bernoulli_nll(x_logits, x).mean(), gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * mu.shape[1] / x[0].numel() * kl, rec, kl)
