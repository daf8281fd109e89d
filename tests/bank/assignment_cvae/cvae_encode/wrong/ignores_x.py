# encoder ignores x
# expect: does not depend on x
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        return self.encoder(torch.cat([0 * x.flatten(1), self.label(y)], dim=1)).chunk(2, dim=1)
