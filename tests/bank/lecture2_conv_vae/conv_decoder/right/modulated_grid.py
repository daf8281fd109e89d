# a learned query grid attends to the code, then convolutions
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.grid = nn.Parameter(torch.randn(1, 16, 7, 7))
        self.scale = nn.Linear(d_latent, 16)
        self.shift = nn.Linear(d_latent, 16)
        self.up = nn.Sequential(nn.ConvTranspose2d(16, 16, 2, 2), nn.GELU(), nn.ConvTranspose2d(16, 1, 2, 2))
    def forward(self, z):
        return self.up(F.gelu(self.grid * self.scale(z)[..., None, None] + self.shift(z)[..., None, None]))
