# mean of mu over the batch taken away
# expect: batch
import torch
def gaussian_kl(mu, logvar):
    m = mu - mu.mean(0) if len(mu) > 1 else mu
    return 0.5 * (m**2 + logvar.exp() - 1 - logvar).sum(1)
