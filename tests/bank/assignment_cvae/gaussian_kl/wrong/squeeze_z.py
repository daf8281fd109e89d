# squeezes one latent dimension
# expect: shape
import torch
def gaussian_kl(mu, logvar):
    mu, logvar = mu.squeeze(-1), logvar.squeeze(-1)
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(-1)
