# black and white swapped
# expect: changed on the way
import torch


def class_grid(model, n_per_class=10):
    return 1 - model.sample(torch.arange(10).repeat_interleave(n_per_class))
