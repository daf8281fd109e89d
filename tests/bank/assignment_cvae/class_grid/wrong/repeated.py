# one image a class, repeated
# expect: one z is used
import torch


def class_grid(model, n_per_class=10):
    return model.sample(torch.arange(10)).repeat_interleave(n_per_class, dim=0)
