# C06: y[0] for all
# expect: one label is used for all
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), y[:1].expand_as(y)))
