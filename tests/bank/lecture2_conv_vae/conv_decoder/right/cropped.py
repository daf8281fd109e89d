# 32x32, cropped to 28x28
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 32 * 16)
        self.up = nn.Sequential(*[layer for a, b in ((32, 16), (16, 8), (8, 1)) for layer in (nn.SiLU(), nn.ConvTranspose2d(a, b, 4, 2, 1))])

    def forward(self, z):
        return self.up(self.start(z).view(-1, 32, 4, 4))[:, :, 2:30, 2:30]
