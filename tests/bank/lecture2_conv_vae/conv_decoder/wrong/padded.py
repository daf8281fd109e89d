# 25 pixels, padded to 28
# expect: a smaller image is padded
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 784)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 3, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 3, 2, 1))

    def forward(self, z):
        return F.pad(self.up(self.start(z).view(-1, 16, 7, 7)), (1, 2, 1, 2))
