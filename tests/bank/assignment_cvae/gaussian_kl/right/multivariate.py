# full multivariate normals
import torch


def gaussian_kl(mu, logvar):
    from torch.distributions import MultivariateNormal, kl_divergence
    q = MultivariateNormal(mu, torch.diag_embed(logvar.exp()))
    p = MultivariateNormal(torch.zeros_like(mu), torch.eye(mu.shape[1], dtype=mu.dtype))
    return kl_divergence(q, p)
