# scaled to 0..255
# expect: lie above
import torch


def class_grid(model, n_per_class=10):
    return 255 * model.sample(torch.arange(10).repeat_interleave(n_per_class))
