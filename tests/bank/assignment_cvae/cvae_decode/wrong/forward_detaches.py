# K22: z detached
# expect: does not reach the encoder
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z.detach(), y), mu, logvar, z)
