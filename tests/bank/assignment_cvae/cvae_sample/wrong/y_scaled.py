# z depends on y only
# expect: z is not random
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        z = torch.randn(len(y), 1).expand(-1, self.d_latent) * 0 + 1
        return torch.sigmoid(self.decode(z, y))
