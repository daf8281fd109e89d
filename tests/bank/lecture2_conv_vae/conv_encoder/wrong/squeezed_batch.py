# a single image loses its batch axis
# expect: axis N is missing
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU())
        self.mu, self.logvar = nn.Conv2d(16, d_latent, 7), nn.Conv2d(16, d_latent, 7)

    def forward(self, x):
        h = self.down(x)
        return self.mu(h).flatten(1).squeeze(0), self.logvar(h).flatten(1).squeeze(0)
