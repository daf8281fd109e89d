# spectral norm and maxout, named tuple of another name
from collections import namedtuple
import torch
from torch import nn
Posterior = namedtuple("Posterior", "loc log_variance")
class Encoder(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.a, self.b = (torch.nn.utils.parametrizations.spectral_norm(nn.Linear(d_in, d_hidden)) for _ in "ab")
        self.heads = nn.ModuleList(nn.Linear(d_hidden, d_latent) for _ in range(2))
    def forward(self, x): return Posterior(*(h(torch.maximum(self.a(x), self.b(x))) for h in self.heads))
