# labels clamped to 9
# expect: does not tell all labels apart
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return super().decode(z, y.clamp(0, 9))
