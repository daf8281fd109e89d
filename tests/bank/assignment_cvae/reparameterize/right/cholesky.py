# Cholesky factor, matrix product
import torch
def reparameterize(mu, logvar, *args, **kwargs):
    L = torch.linalg.cholesky(torch.diag_embed(logvar.exp()))
    return mu + (L @ torch.randn(*mu.shape, 1, dtype=mu.dtype, device=mu.device)).squeeze(-1)
