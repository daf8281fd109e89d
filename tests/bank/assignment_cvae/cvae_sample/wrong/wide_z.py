# z three times too wide
# expect: standard normal
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.sigmoid(self.decode(3 * torch.randn(len(y), self.d_latent), y))
