# dropout in eval mode
# expect: dropout is active in eval mode
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        mu, logvar = super().encode(x, y)
        return F.dropout(mu, 0.5), logvar
