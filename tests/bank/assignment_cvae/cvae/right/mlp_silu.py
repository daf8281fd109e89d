# SiLU, sample with gradients
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d_latent, self.num_classes = d_latent, num_classes
        self.enc = nn.Sequential(nn.Linear(784 + num_classes, 128), nn.SiLU(), nn.Linear(128, 64), nn.SiLU())
        self.fc_mu, self.fc_logvar = nn.Linear(64, d_latent), nn.Linear(64, d_latent)
        self.dec = nn.Sequential(nn.Linear(d_latent + num_classes, 64), nn.SiLU(), nn.Linear(64, 128), nn.SiLU(), nn.Linear(128, 784))

    def encode(self, x, y):
        h = self.enc(torch.cat([x.flatten(1), one_hot(y, self.num_classes)], dim=1))
        return self.fc_mu(h), self.fc_logvar(h)

    def decode(self, z, y):
        return self.dec(torch.cat([z, one_hot(y, self.num_classes)], dim=1)).view(-1, 1, 28, 28)

    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z, y), mu, logvar, z)

    def sample(self, y):
        z = torch.randn(y.shape[0], self.d_latent)
        return torch.sigmoid(self.decode(z, y))
