# pixel shuffle
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(d_latent, 16 * 49), nn.ReLU(), nn.Unflatten(1, (16, 7, 7)),
            nn.Conv2d(16, 32, 3, padding=1), nn.PixelShuffle(2), nn.ReLU(),
            nn.Conv2d(8, 4, 3, padding=1), nn.PixelShuffle(2),
        )

    def forward(self, z):
        return self.net(z)
