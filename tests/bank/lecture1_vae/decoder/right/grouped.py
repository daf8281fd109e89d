# GroupNorm, GLU
import torch
from torch import nn
class Decoder(nn.Module):
    def __init__(self, d_latent, d_hidden, d_out):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(d_latent, 2 * d_hidden), nn.GLU(), nn.GroupNorm(1, d_hidden), nn.Linear(d_hidden, d_out))
    def forward(self, z): return self.f(z)
