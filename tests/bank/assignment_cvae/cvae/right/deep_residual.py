# residual blocks, LayerNorm, Fourier features of the label
import math, torch
from torch import nn
class Block(nn.Module):
    def __init__(self, d):
        super().__init__(); self.n, self.f = nn.LayerNorm(d), nn.Sequential(nn.Linear(d, d), nn.Mish(), nn.Linear(d, d))
    def forward(self, h): return h + self.f(self.n(h))
class CVAE(nn.Module):
    def __init__(self, d_latent: int = 16, num_classes: int = 10, *, width: int = 48, **kwargs):
        super().__init__()
        self.hparams = dict(d_latent=d_latent, num_classes=num_classes)
        self.lab = nn.Embedding(num_classes, width)
        self.inp, self.out = nn.Linear(784, width), nn.Linear(width, 784)
        self.blocks = nn.ModuleList([Block(width) for _ in range(2)])
        self.head = nn.Linear(width, d_latent * 2)
        self.lift = nn.Linear(d_latent, width)
        self.dec = nn.ModuleList([Block(width) for _ in range(2)])
    def encode(self, x, y):
        h = self.inp(x.reshape(x.size(0), -1)) + self.lab(y)
        for b in self.blocks: h = b(h)
        return torch.tensor_split(self.head(h), 2, dim=-1)
    def decode(self, z, y):
        h = self.lift(z) + self.lab(y)
        for b in self.dec: h = b(h)
        return self.out(h).unflatten(1, (1, 28, 28))
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(x_logits=self.decode(z, y), mu=mu, logvar=logvar, z=z)
    @torch.inference_mode()
    def sample(self, y):
        return self.decode(torch.randn(y.numel(), self.hparams["d_latent"]), y).sigmoid()
