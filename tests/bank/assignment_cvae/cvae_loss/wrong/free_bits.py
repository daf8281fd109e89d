# free bits of 0.1 nats a dimension
# expect: free bits
import torch
def cvae_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).clamp(min=0.1).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
