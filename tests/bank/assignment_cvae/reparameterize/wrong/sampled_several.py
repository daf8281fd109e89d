# an axis for samples
# expect: extra axis of size 1
import torch


def reparameterize(mu, logvar):
    return (mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)).unsqueeze(0)
