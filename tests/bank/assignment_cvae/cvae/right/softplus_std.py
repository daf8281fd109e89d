# std by softplus, returned as log-variance
import torch, torch.nn.functional as F
from torch import nn
class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.L, self.K = d_latent, num_classes
        self.e1, self.e2 = nn.Linear(784, 100), nn.Linear(num_classes, 100, bias=False)
        self.mean, self.pre = nn.Linear(100, d_latent), nn.Linear(100, d_latent)
        self.dec = nn.Sequential(nn.Linear(d_latent + num_classes, 100), nn.CELU(), nn.Linear(100, 784))
    def encode(self, x, y):
        h = torch.relu(self.e1(x.flatten(1)) + self.e2(F.one_hot(y, self.K).float()))
        return self.mean(h), 2 * torch.log(F.softplus(self.pre(h)) + 1e-6)
    def decode(self, z, y): return self.dec(torch.cat((z, F.one_hot(y, self.K).to(z)), 1)).reshape(-1, 1, 28, 28)
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z, y), mu, logvar, z)
    @torch.no_grad()
    def sample(self, y): return torch.stack([torch.sigmoid(self.decode(torch.randn(1, self.L), label[None]))[0] for label in y])
