# helpers of another signature
import torch
import torch.nn.functional as F


def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    def kl_of(mu, logvar, reduce=True):
        each = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
        return each.mean() if reduce else each

    rec = bernoulli_nll(x_logits=x_logits, x=x).mean(dim=0)
    kl = kl_of(mu, logvar)
    return ELBO(rec + kl * beta, rec, kl)
