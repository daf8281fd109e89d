# one decoder for each class, einsum over a stack of weights
import torch
from torch import nn
class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d_latent = d_latent
        self.w1 = nn.Parameter(torch.randn(num_classes, d_latent, 32) / 4)
        self.b1 = nn.Parameter(torch.zeros(num_classes, 32))
        self.w2 = nn.Parameter(torch.randn(num_classes, 32, 784) / 6)
        self.b2 = nn.Parameter(torch.zeros(num_classes, 784))
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.Tanh(), nn.Linear(64, 2 * d_latent))
    def encode(self, x, y):
        h = self.encoder(x)
        return h[:, ::2], h[:, 1::2]
    def decode(self, z, y):
        h = torch.tanh(torch.einsum("nz,nzh->nh", z, self.w1[y]) + self.b1[y])
        return (torch.bmm(h.unsqueeze(1), self.w2[y]).squeeze(1) + self.b2[y]).reshape(len(z), 1, 28, 28)
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z, y), mu, logvar, z)
    def sample(self, y):
        return torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), y)).detach()
