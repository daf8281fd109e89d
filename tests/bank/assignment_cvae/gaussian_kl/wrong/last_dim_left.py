# last latent dimension left out
# expect: left out
import torch
def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar)[:, : max(mu.shape[1] - 1, 1)].sum(1)
