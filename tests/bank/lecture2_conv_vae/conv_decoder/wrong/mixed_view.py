# a view that deals the maps of the batch out again
# expect: samples of a batch are mixed
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 16 * 49)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1))

    def forward(self, z):
        return self.up(self.start(z).view(16, -1, 7, 7).transpose(0, 1).contiguous())
