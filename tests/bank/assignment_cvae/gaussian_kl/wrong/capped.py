# KL capped at 20
# expect: clamp
import torch
def gaussian_kl(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)).clamp(max=20)
