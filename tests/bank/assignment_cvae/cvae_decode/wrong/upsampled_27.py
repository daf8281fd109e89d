# V14: 27 by 27
# expect: height has size 27
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z, y)[:, :, :27, :27]
