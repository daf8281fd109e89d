# softplus of logvar
# expect: softplus
import torch


def reparameterize(mu, logvar):
    import torch.nn.functional as F
    return mu + F.softplus(logvar) * torch.randn_like(mu)
