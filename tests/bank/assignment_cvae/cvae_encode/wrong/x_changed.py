# x changed in place
# expect: changed its input
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        x.sub_(0.5)
        return super().encode(x, y)
