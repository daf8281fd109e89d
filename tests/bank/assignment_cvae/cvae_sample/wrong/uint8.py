# scaled to 0..255
# expect: lie above
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def sample(self, y):
        return 255 * torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), y))
