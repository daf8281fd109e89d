# the default of n_per_class is 8
# expect: default
import torch
def class_grid(model, n_per_class=8):
    return model.sample(torch.arange(10).repeat_interleave(n_per_class)).detach()
