# Jensen-Shannon, symmetric KL
# expect: symmetric
import torch
def gaussian_kl(mu, logvar):
    a = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
    b = 0.5 * ((mu**2 + 1) / logvar.exp() - 1 + logvar).sum(1)
    return (a + b) / 2
