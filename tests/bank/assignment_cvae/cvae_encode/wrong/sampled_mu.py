# mu is a draw
# expect: encode returns a draw
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        mu, logvar = super().encode(x, y)
        return reparameterize(mu, logvar), logvar
