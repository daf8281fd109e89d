# an axis for classes
# expect: flatten them
import torch


def class_grid(model, n_per_class=10):
    y = torch.arange(10).repeat_interleave(n_per_class)
    return model.sample(y).view(10, n_per_class, 1, 28, 28)
