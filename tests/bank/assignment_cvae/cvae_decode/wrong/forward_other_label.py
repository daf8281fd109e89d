# a random label in forward
# expect: another y in forward
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z, (y + 1) % 10), mu, logvar, z)
