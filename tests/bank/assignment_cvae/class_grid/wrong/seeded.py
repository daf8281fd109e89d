# seed reset
# expect: seed
import torch
def class_grid(model, n_per_class=10):
    torch.manual_seed(0)
    return model.sample(torch.arange(10).repeat_interleave(n_per_class)).detach()
