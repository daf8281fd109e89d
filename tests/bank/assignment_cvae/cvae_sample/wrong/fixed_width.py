# d_latent fixed
# expect: d_latent is not used
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.sigmoid(self.decode(torch.randn(len(y), 16), y))
