# C02: y only in the encoder
# expect: does not depend on y
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        no_label = torch.zeros(len(z), 64)
        return self.decoder(torch.cat([z, no_label], dim=1)).view(-1, 1, 28, 28)
