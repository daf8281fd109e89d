# at least 0.5 nats a sample
# expect: free bits
import torch
def gaussian_kl(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)).clamp(min=0.5)
