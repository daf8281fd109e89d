# V11: centred over the batch
# expect: batch statistics
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        mu, logvar = super().encode(x, y)
        return mu - mu.mean(0, keepdim=True), logvar
