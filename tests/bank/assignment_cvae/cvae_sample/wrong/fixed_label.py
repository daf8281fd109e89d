# C03: one label
# expect: y
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), torch.full_like(y, 2)))
