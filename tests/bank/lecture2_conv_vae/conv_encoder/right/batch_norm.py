# batch norm and LeakyReLU
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(1, 16, 4, 2, 1, bias=False), nn.BatchNorm2d(16), nn.LeakyReLU(0.2),
            nn.Conv2d(16, 32, 4, 2, 1, bias=False), nn.BatchNorm2d(32), nn.LeakyReLU(0.2), nn.Flatten(),
        )
        self.mu, self.logvar = nn.Linear(32 * 49, d_latent), nn.Linear(32 * 49, d_latent)

    def forward(self, x):
        h = self.net(x)
        return self.mu(h), self.logvar(h)
