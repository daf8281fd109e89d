# a list of rows
# expect: got a list
import torch


def class_grid(model, n_per_class=10):
    return [model.sample(torch.full((n_per_class,), c)) for c in range(10)]
