# C01: decoder ignores y
# expect: does not depend on y
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z, torch.zeros_like(y))
