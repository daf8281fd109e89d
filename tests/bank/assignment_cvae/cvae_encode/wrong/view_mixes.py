# view mixes samples
# expect: mixed
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(CVAE):
    def encode(self, x, y):
        hidden = torch.relu(self.image_to_hidden(x.flatten(1)) + self.label_to_encoder(y))
        both = self.hidden_to_posterior(hidden)
        return tuple(both.view(2, len(x), -1))
