# convolutions and label planes
import torch
import torch.nn.functional as F
from torch import nn


class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d_latent, self.num_classes = d_latent, num_classes
        self.conv = nn.Sequential(
            nn.Conv2d(1 + num_classes, 16, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(16, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(),
        )
        self.mu, self.logvar = nn.Linear(16 * 49, d_latent), nn.Linear(16 * 49, d_latent)
        self.up = nn.Linear(d_latent + num_classes, 16 * 49)
        self.deconv = nn.Sequential(
            nn.ReLU(), nn.ConvTranspose2d(16, 16, 4, stride=2, padding=1), nn.ReLU(),
            nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1),
        )

    def encode(self, x, y):
        planes = F.one_hot(y, self.num_classes).to(x.dtype)[:, :, None, None].expand(-1, -1, 28, 28)
        h = self.conv(torch.cat([x, planes], dim=1))
        return self.mu(h), self.logvar(h)

    def decode(self, z, y):
        h = self.up(torch.cat([z, F.one_hot(y, self.num_classes).to(z.dtype)], dim=1))
        return self.deconv(h.view(-1, 16, 7, 7))

    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z, y), mu, logvar, z)

    @torch.inference_mode()
    def sample(self, y):
        z = torch.randn(len(y), self.d_latent, device=y.device)
        return self.decode(z, y).sigmoid()
