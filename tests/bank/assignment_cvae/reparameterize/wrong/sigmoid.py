# sigmoid of logvar
# expect: sigmoid of logvar
import torch


def reparameterize(mu, logvar):
    return mu + torch.sigmoid(logvar) * torch.randn_like(mu)
