# C06: y[0] for all
# expect: misaligned
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z, y[:1].expand_as(y))
