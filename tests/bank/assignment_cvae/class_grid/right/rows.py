# row by row
import torch


def class_grid(model, n_per_class=10):
    return torch.cat([model.sample(torch.full((n_per_class,), c)) for c in range(10)])
