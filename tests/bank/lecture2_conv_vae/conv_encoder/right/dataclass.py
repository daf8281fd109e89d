# one conv head with 2Z channels and global average
from dataclasses import dataclass
@dataclass
class Posterior:
    mu: torch.Tensor
    logvar: torch.Tensor
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(1, 32, 4, 2, 1), nn.SiLU(), nn.Conv2d(32, 32, 4, 2, 1), nn.SiLU(), nn.Conv2d(32, 2 * d_latent, 7))
    def forward(self, x):
        return Posterior(*self.net(x)[:, :, 0, 0].chunk(2, 1))
