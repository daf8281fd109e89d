# sigmoid twice
# expect: not sigmoid(decode(z, y))
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.sigmoid(torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), y)))
