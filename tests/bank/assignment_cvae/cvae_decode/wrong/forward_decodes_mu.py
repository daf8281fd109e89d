# K21: decoder gets mu
# expect: gets mu instead of z
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(mu, y), mu, logvar, z)
