# image by image
import torch


def class_grid(model, n_per_class=10):
    images = []
    for c in range(10):
        for _ in range(n_per_class):
            images.append(model.sample(torch.tensor([c])))
    return torch.cat(images, dim=0)
