# one z for all
# expect: one z is used
import torch


def class_grid(model, n_per_class=10):
    y = torch.arange(10).repeat_interleave(n_per_class)
    z = torch.randn(1, model.d_latent).expand(len(y), -1)
    return torch.sigmoid(model.decode(z, y))
