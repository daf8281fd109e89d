# classes shifted by one
# expect: another order
import torch


def class_grid(model, n_per_class=10):
    return model.sample(((torch.arange(10) + 1) % 10).repeat_interleave(n_per_class))
