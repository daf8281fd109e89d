# only one class
# expect: one class
import torch


def class_grid(model, n_per_class=10):
    return model.sample(torch.zeros(10 * n_per_class, dtype=torch.long))
