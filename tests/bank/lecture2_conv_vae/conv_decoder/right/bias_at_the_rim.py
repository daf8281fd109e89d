# output padding that no stamp reaches
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(
            nn.ConvTranspose2d(d_latent, 24, 6), nn.ReLU(), nn.ConvTranspose2d(24, 12, 3, 2), nn.ReLU(),
            nn.ConvTranspose2d(12, 1, 3, 2, 0, output_padding=1),
        )

    def forward(self, z):
        return self.net(z.view(*z.shape, 1, 1))
