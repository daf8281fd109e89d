# one tensor of 2 Z
# expect: only one value came back
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        return torch.cat(super().encode(x, y), 1)
