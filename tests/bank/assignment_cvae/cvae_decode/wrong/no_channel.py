# no channel axis
# expect: axis channel is missing
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z, y).squeeze(1)
