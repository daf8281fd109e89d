# sees the upper half only
# expect: a part of the image is cut off
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2), nn.ReLU(), nn.Flatten())
        self.mu, self.logvar = nn.Linear(8 * 6 * 13, d_latent), nn.Linear(8 * 6 * 13, d_latent)

    def forward(self, x):
        h = self.down(x[:, :, :14])
        return self.mu(h), self.logvar(h)
