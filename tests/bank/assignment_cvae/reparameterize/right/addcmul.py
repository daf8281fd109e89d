# torch.addcmul
import torch


def reparameterize(mu, logvar):
    return torch.addcmul(mu, torch.randn_like(mu), logvar.mul(0.5).exp())
