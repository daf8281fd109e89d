# images stay flat
# expect: axes are missing
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z, y).flatten(1)
