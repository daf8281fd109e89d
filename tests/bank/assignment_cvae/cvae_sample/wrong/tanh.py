# tanh in place of sigmoid
# expect: lie below
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.tanh(self.decode(torch.randn(len(y), self.d_latent), y))
