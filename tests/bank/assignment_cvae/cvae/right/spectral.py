# spectral norm, hooks and a buffer of one-hot rows
import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm
class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.register_buffer("rows", torch.eye(num_classes))
        self.enc = nn.Sequential(spectral_norm(nn.Linear(784 + num_classes, 96)), nn.ELU())
        self.mu, self.lv = nn.Linear(96, d_latent), nn.Linear(96, d_latent)
        self.dec = nn.Sequential(nn.Linear(d_latent + num_classes, 96), nn.ELU(), nn.Linear(96, 784))
        self.zdim = d_latent
    def encode(self, x, y, *_):
        h = self.enc(torch.hstack((x.flatten(1), self.rows[y])))
        return self.mu(h), self.lv(h)
    def decode(self, z, y): return self.dec(torch.hstack((z, self.rows[y]))).view(z.shape[0], 1, 28, 28)
    def forward(self, x, y):
        mu, lv = self.encode(x, y)
        z = torch.distributions.Normal(mu, torch.exp(0.5 * lv)).rsample()
        return VAEOutput(self.decode(z, y), mu, lv, z)
    @torch.no_grad()
    def sample(self, y):
        z = torch.distributions.MultivariateNormal(torch.zeros(self.zdim), torch.eye(self.zdim)).sample((len(y),))
        return torch.distributions.Bernoulli(logits=self.decode(z, y)).mean
