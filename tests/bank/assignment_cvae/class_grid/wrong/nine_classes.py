# classes 0 to 8
# expect: axis 10 n
import torch


def class_grid(model, n_per_class=10):
    return model.sample(torch.arange(9).repeat_interleave(n_per_class))
