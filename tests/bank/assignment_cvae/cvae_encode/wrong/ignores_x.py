# encoder ignores x
# expect: does not depend on x
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        mu, logvar = super().encode(x, y)
        zero = 0 * mu
        return zero + self.hidden_to_posterior.bias[: mu.shape[1]], zero + self.hidden_to_posterior.bias[mu.shape[1] :]
