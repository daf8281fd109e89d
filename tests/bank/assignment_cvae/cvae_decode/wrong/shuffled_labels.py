# C06: labels in another order
# expect: misaligned
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z, y.flip(0))
