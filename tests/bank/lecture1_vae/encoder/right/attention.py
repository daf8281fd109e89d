# tokens and attention
import torch
from torch import nn
class Encoder(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent, **kw):
        super().__init__()
        self.up, self.pos = nn.Linear(1, 8), nn.Parameter(torch.randn(d_in, 8) * 0.3)
        self.attn = nn.MultiheadAttention(8, 2, batch_first=True)
        self.mid = nn.Linear(d_in * 8, d_hidden)
        self.out = nn.Linear(d_hidden, 2 * d_latent)
    def forward(self, x):
        h = self.up(x.unsqueeze(-1)) + self.pos
        h = h + self.attn(h, h, h, need_weights=False)[0]
        return self.out(torch.relu(self.mid(h.flatten(1)))).chunk(2, -1)
