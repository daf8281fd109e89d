# classes reversed
# expect: reverse order
import torch


def class_grid(model, n_per_class=10):
    return model.sample(torch.arange(9, -1, -1).repeat_interleave(n_per_class))
