# std averaged over the batch
# expect: averaged over the batch
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar).mean(0, keepdim=True) * torch.randn_like(mu)
