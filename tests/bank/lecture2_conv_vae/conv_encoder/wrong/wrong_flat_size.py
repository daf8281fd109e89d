# the size after the convolutions is wrong
# expect: shapes cannot be multiplied
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 3, 2), nn.ReLU(), nn.Conv2d(8, 16, 3, 2), nn.ReLU(), nn.Flatten())
        self.mu, self.logvar = nn.Linear(16 * 49, d_latent), nn.Linear(16 * 49, d_latent)

    def forward(self, x):
        h = self.down(x)
        return self.mu(h), self.logvar(h)
