# random.gauss
import torch


def reparameterize(mu, logvar):
    import random
    eps = torch.tensor([[random.gauss(0, 1) for _ in row] for row in mu], dtype=mu.dtype)
    return mu + torch.exp(logvar / 2) * eps
