# decode and sigmoid
import torch


def class_grid(model, n_per_class=10):
    y = torch.arange(10).repeat_interleave(n_per_class)
    with torch.no_grad():
        return torch.sigmoid(model.decode(torch.randn(len(y), model.d_latent), y))
