# order (rec, kl, loss)
# expect: the order is (rec, kl, loss)
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return rec, kl, rec + beta * kl
