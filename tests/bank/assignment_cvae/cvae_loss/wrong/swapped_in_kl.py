# mu and logvar swapped
# expect: mu and logvar are swapped
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(logvar, mu).mean()
    return ELBO(rec + beta * kl, rec, kl)
