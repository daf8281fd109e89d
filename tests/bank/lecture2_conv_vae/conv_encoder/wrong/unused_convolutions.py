# convolutions are built, the pixels go past them
# expect: the convolutions are not used
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.mu, self.logvar = nn.Linear(784, d_latent), nn.Linear(784, d_latent)

    def forward(self, x):
        self.down(x)
        h = x.flatten(1)
        return self.mu(h), self.logvar(h)
