# only one image
# expect: axis n has size 1
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.sigmoid(self.decode(torch.randn(1, self.d_latent), y[:1]))
