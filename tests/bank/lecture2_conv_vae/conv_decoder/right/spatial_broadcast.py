# the code at every pixel, with coordinates
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        line = torch.linspace(-1, 1, 28)
        self.register_buffer("place", torch.stack(torch.meshgrid(line, line, indexing="ij")))
        self.net = nn.Sequential(nn.Conv2d(d_latent + 2, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 1, 3, padding=1))

    def forward(self, z):
        codes = z[:, :, None, None].expand(-1, -1, 28, 28)
        return self.net(torch.cat([codes, self.place.expand(len(z), -1, -1, -1)], 1))
