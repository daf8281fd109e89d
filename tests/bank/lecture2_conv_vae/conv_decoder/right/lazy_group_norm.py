# lazy layers and group norm
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.LazyLinear(32 * 49)
        self.up = nn.Sequential(nn.GroupNorm(4, 32), nn.Tanh(), nn.LazyConvTranspose2d(16, 2, 2), nn.Tanh(), nn.LazyConvTranspose2d(1, 2, 2))

    def forward(self, z):
        return self.up(self.start(z).unflatten(1, (32, 7, 7)))
