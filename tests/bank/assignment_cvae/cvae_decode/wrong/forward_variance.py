# forward draws z with the variance for the deviation
# expect: exp(logvar), the variance
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = mu + logvar.exp() * torch.randn_like(mu)
        return VAEOutput(self.decode(z, y), mu, logvar, z)
