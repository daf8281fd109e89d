# one z for all
# expect: one z is used for all
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        z = torch.randn(1, self.d_latent).expand(len(y), -1)
        return torch.sigmoid(self.decode(z, y))
