# only even or odd
# expect: does not tell all labels apart
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z, y % 2)
