# only the first numbers of the code
# expect: a part of the code is not used
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.used = max(1, d_latent // 2)
        self.start = nn.Linear(self.used, 16 * 49)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1))

    def forward(self, z):
        return self.up(self.start(z[:, : self.used]).view(-1, 16, 7, 7))
