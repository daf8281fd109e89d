# view mixes samples
# expect: mixed
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        both = self.encoder(torch.cat([x.flatten(1), self.label(y)], dim=1))
        return tuple(both.view(2, len(x), -1))
