# R06: one row for the whole batch
# expect: all samples of the batch
import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.randn(1, mu.shape[1])
