# a batch of one loses its axis
# expect: axis N is missing
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        mu, logvar = super().encode(x, y)
        return mu.squeeze(0), logvar.squeeze(0)
