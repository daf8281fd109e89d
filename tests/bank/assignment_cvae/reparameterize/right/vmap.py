# torch.func.vmap with randomness different
import torch
def reparameterize(mu, logvar):
    return torch.func.vmap(lambda m, l: m + torch.exp(l / 2) * torch.randn(m.shape, dtype=m.dtype), randomness="different")(mu, logvar)
