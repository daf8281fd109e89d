# returns nothing
# expect: figure
import torch


def class_grid(model, n_per_class=10):
    model.sample(torch.arange(10).repeat_interleave(n_per_class))
