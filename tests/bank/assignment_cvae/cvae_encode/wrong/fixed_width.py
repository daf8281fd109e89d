# d_latent ignored
# expect: axis Z has size 16 in place of
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__(16, num_classes)
