# mu and logvar swapped in reparameterize
# expect: mu and logvar are swapped
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(logvar, mu)
        return VAEOutput(self.decode(z, y), mu, logvar, z)
