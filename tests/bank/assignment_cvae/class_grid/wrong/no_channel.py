# no channel axis
# expect: axis channel is missing
import torch


def class_grid(model, n_per_class=10):
    return model.sample(torch.arange(10).repeat_interleave(n_per_class)).squeeze(1)
