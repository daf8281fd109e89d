# decoder ignores z
# expect: does not depend on z
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(torch.zeros_like(z), y)
