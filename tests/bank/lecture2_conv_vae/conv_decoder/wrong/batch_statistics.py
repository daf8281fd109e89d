# batch statistics in eval mode
# expect: samples of a batch are mixed
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start, self.norm = nn.Linear(d_latent, 16 * 49), nn.BatchNorm2d(16, track_running_stats=False)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1))

    def forward(self, z):
        return self.up(self.norm(self.start(z).view(-1, 16, 7, 7)))
