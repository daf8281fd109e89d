# z = 0
# expect: z is not random
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return torch.sigmoid(self.decode(torch.zeros(len(y), self.d_latent), y))
