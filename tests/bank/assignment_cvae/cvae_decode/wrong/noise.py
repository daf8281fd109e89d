# noise in decode
# expect: noise is added in decode
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z + 0.1 * torch.randn_like(z), y)
