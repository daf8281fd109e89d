# each column shares one z, which shows the class
import torch


def class_grid(model, n_per_class=10):
    z = torch.randn(n_per_class, model.d_latent).repeat(10, 1)
    y = torch.arange(10).repeat_interleave(n_per_class)
    return torch.sigmoid(model.decode(z, y))
