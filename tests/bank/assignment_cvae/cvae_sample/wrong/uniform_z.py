# z uniform
# expect: standard normal
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.sigmoid(self.decode(torch.rand(len(y), self.d_latent), y))
