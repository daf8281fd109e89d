# images of shuffled labels put back in order
import torch
def class_grid(model, n_per_class=10):
    y = torch.arange(10).repeat(n_per_class)
    images = model.sample(y)
    return images[torch.argsort(y, stable=True)]
