# V11: batch statistics
# expect: batch
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        out = super().decode(z, y)
        return out - out.mean(0, keepdim=True)
