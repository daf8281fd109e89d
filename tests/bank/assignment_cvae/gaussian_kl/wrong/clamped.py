# logvar clamped to [-5, 5]
# expect: clamp
import torch
def gaussian_kl(mu, logvar):
    logvar = logvar.clamp(-5, 5)
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
