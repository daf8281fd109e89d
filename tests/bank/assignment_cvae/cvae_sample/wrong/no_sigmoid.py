# V04: sigmoid missing
# expect: sigmoid is missing
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return self.decode(torch.randn(len(y), self.d_latent), y)
