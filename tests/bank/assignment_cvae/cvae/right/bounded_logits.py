# logits within [-15, 15] by a scaled tanh; logvar within [-6, 4]
import torch
from torch import nn
class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d_latent, self.k = d_latent, num_classes
        self.enc = nn.Sequential(nn.Linear(784 + num_classes, 128), nn.ReLU(), nn.Linear(128, 2 * d_latent))
        self.dec = nn.Sequential(nn.Linear(d_latent + num_classes, 128), nn.ReLU(), nn.Linear(128, 784))
    def encode(self, x, y):
        m, s = self.enc(torch.cat([x.flatten(1), one_hot(y, self.k)], 1)).chunk(2, 1)
        return m, -1 + 5 * torch.tanh(s / 5)
    def decode(self, z, y):
        return 15 * torch.tanh(self.dec(torch.cat([z, one_hot(y, self.k)], 1)) / 15).view(-1, 1, 28, 28)
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z, y), mu, logvar, z)
    @torch.no_grad()
    def sample(self, y): return self.decode(torch.randn(len(y), self.d_latent), y).sigmoid()
