# KL averaged over Z
# expect: mean over Z
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).mean()
    return ELBO(rec + beta * kl, rec, kl)
