# ReLU at the end
# expect: ReLU
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return F.relu(super().decode(z, y))
