# a scripted function with type annotations
import torch
from torch import Tensor
@torch.jit.script
def gaussian_kl(mu: Tensor, logvar: Tensor) -> Tensor:
    return (-0.5 * (1.0 + logvar - mu.pow(2) - logvar.exp())).sum(dim=-1)
