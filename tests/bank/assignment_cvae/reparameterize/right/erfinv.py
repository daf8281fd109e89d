# erfinv of a uniform
import torch
def reparameterize(mu, logvar):
    u = torch.rand(mu.shape, dtype=torch.float64).clamp(1e-12, 1 - 1e-12)
    return mu + logvar.mul(0.5).exp() * (2 ** 0.5 * torch.erfinv(2 * u - 1)).to(mu.dtype)
