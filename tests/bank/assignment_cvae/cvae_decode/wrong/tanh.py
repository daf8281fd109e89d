# tanh at the end
# expect: tanh ends the decoder
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return torch.tanh(super().decode(z, y))
