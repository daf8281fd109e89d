# spectral and weight norm
from torch.nn.utils.parametrizations import spectral_norm, weight_norm


class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.c1 = spectral_norm(nn.Conv2d(1, 8, 4, 2, 1))
        self.c2 = weight_norm(nn.Conv2d(8, 16, 4, 2, 1))
        self.mu, self.logvar = nn.Linear(784, d_latent), nn.Linear(784, d_latent)

    def forward(self, x):
        h = F.leaky_relu(self.c2(F.leaky_relu(self.c1(x)))).flatten(1)
        return self.mu(h), self.logvar(h)
