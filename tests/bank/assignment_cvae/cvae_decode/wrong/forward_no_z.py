# z not returned
# expect: 3 values came back
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return self.decode(z, y), mu, logvar
