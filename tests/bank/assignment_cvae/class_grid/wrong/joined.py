# one picture
# expect: joined to one picture
import torch


def class_grid(model, n_per_class=10):
    y = torch.arange(10).repeat_interleave(n_per_class)
    x = model.sample(y).view(10, n_per_class, 28, 28)
    return x.permute(0, 2, 1, 3).reshape(280, -1)
