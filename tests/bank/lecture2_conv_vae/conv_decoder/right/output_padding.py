# k=3 with output padding
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(d_latent, 16 * 49), nn.GELU(), nn.Unflatten(1, (16, 7, 7)),
            nn.ConvTranspose2d(16, 8, 3, 2, 1, output_padding=1), nn.GELU(),
            nn.ConvTranspose2d(8, 1, 3, 2, 1, output_padding=1),
        )

    def forward(self, z):
        return self.net(z)
