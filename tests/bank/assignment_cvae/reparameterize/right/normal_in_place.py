# Tensor.normal_
import torch


def reparameterize(mu, logvar):
    eps = torch.empty_like(mu).normal_()
    return mu + eps * torch.exp(logvar / 2)
