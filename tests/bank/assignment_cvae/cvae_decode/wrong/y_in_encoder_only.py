# C02: y only in the encoder
# expect: does not depend on y
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def decode(self, z, y):
        return self.hidden_to_image(torch.relu(self.latent_to_hidden(z))).view(-1, 1, 28, 28)
