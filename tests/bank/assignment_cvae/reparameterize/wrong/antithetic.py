# second half of the batch mirrors the first
# expect: all samples of the batch
import torch


def reparameterize(mu, logvar):
    half = torch.randn_like(mu[: (len(mu) + 1) // 2])
    eps = torch.cat([half, -half])[: len(mu)]
    return mu + torch.exp(0.5 * logvar) * eps
