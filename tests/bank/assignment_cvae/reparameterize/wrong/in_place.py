# R12: logvar changed in place
# expect: changed its input
import torch


def reparameterize(mu, logvar):
    std = logvar.mul_(0.5).exp_()
    return mu + std * torch.randn_like(mu)
