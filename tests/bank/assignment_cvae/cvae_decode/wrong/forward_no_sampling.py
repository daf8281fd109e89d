# K20: z = mu
# expect: forward does not sample
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        return VAEOutput(self.decode(mu, y), mu, logvar, mu)
