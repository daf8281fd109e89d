# number of classes fixed
# expect: fixed at 10
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__(d_latent, 10)
