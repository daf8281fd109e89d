# seed reset
# expect: z is not random
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        torch.manual_seed(0)
        return torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), y))
