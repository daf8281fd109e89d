# FiLM conditioning
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d_latent = d_latent
        self.enc = nn.Linear(784, 96)
        self.enc_film = nn.Embedding(num_classes, 192)
        self.head = nn.Linear(96, 2 * d_latent)
        self.dec = nn.Linear(d_latent, 96)
        self.dec_film = nn.Embedding(num_classes, 192)
        self.out = nn.Linear(96, 784)
        nn.init.zeros_(self.dec_film.weight)
        nn.init.zeros_(self.enc_film.weight)

    @staticmethod
    def film(h, table, y):
        gain, shift = table(y).chunk(2, dim=1)
        return F.silu(h * (1 + gain) + shift)

    def encode(self, x, y):
        return self.head(self.film(self.enc(x.flatten(1)), self.enc_film, y)).chunk(2, dim=1)

    def decode(self, z, y):
        return self.out(self.film(self.dec(z), self.dec_film, y)).reshape(-1, 1, 28, 28)

    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu=mu, logvar=logvar)
        return VAEOutput(self.decode(z, y), mu, logvar, z)

    def sample(self, y):
        with torch.no_grad():
            return torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), y))
