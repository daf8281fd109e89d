# K11: KL divided by the pixels
# expect: number of pixels
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean() / x[0].numel()
    return ELBO(rec + beta * kl, rec, kl)
