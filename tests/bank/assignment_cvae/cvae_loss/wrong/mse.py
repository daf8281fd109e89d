# squared error as rec
# expect: squared error
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = ((torch.sigmoid(x_logits) - x) ** 2).flatten(1).sum(1).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * kl, rec, kl)
