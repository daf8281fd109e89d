# nearest neighbours and ordinary convolutions
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 16 * 49)
        self.c1, self.c2 = nn.Conv2d(16, 8, 3, padding=1), nn.Conv2d(8, 1, 3, padding=1)

    def forward(self, z):
        h = F.relu(self.start(z)).reshape(-1, 16, 7, 7)
        h = F.relu(self.c1(F.interpolate(h, scale_factor=2)))
        return self.c2(F.interpolate(h, scale_factor=2, mode="bilinear"))
