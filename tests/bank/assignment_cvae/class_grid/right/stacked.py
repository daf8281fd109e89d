# stack and flatten
import torch


def class_grid(model, n_per_class=10):
    return torch.stack([model.sample(torch.tensor([c] * n_per_class)) for c in range(10)]).flatten(0, 1)
