# V11: BatchNorm in train mode
# expect: batch
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        mu, logvar = super().encode(x, y)
        return F.batch_norm(mu, None, None, training=True) if len(mu) > 1 else mu, logvar
