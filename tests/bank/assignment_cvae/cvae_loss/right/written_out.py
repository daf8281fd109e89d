# without helpers
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / x.shape[0]
    kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp()) / x.size(0)
    return ELBO(rec + beta * kl, rec, kl)
