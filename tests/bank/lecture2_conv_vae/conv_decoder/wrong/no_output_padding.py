# 25x25: k=3, s=2, p=1 without output padding
# expect: the images are (25, 25)
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 16 * 49)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 3, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 3, 2, 1))

    def forward(self, z):
        return self.up(self.start(z).view(-1, 16, 7, 7))
