# C03: random label
# expect: given y is not used
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        other = torch.randint(0, 10, y.shape)
        return torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), other))
