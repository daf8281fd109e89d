# upsampling with interpolation and pooling
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d_latent = d_latent
        self.features = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ELU(), nn.MaxPool2d(2), nn.Conv2d(8, 8, 3, padding=1), nn.ELU(), nn.AvgPool2d(2))
        self.embed = nn.Embedding(num_classes, 8)
        self.head = nn.Linear(8 * 49 + 8, 2 * d_latent)
        self.expand = nn.Linear(d_latent + 8, 8 * 49)
        self.paint = nn.Sequential(nn.ELU(), nn.Upsample(scale_factor=4, mode="bilinear"), nn.Conv2d(8, 1, 5, padding=2))

    def encode(self, x, y):
        h = torch.cat([self.features(x).flatten(1), self.embed(y)], dim=-1)
        mu, logvar = torch.split(self.head(h), self.d_latent, dim=-1)
        return mu, logvar

    def decode(self, z, y):
        return self.paint(self.expand(torch.cat([z, self.embed(y)], dim=-1)).unflatten(1, (8, 7, 7)))

    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(x_logits=self.decode(z, y), mu=mu, logvar=logvar, z=z)

    def sample(self, y):
        return torch.sigmoid(self.decode(torch.randn(y.size(0), self.d_latent), y)).detach()
