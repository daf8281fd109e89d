# batch in another order
# expect: samples of a batch are mixed
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        mu, logvar = super().encode(x, y)
        return mu.flip(0), logvar.flip(0)
