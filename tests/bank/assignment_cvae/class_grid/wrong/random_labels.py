# random labels
# expect: random
import torch


def class_grid(model, n_per_class=10):
    return model.sample(torch.randint(0, 10, (10 * n_per_class,)))
