# log of the probabilities
# expect: logarithm
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return F.logsigmoid(super().decode(z, y))
