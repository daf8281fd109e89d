# lazy transposed convolutions from 1x1, batch norm
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(nn.Unflatten(1, (d_latent, 1, 1)), nn.LazyConvTranspose2d(32, 7), nn.BatchNorm2d(32), nn.LeakyReLU(0.2), nn.LazyConvTranspose2d(16, 4, 2, 1), nn.BatchNorm2d(16), nn.LeakyReLU(0.2), nn.LazyConvTranspose2d(1, 4, 2, 1))
    def forward(self, input):
        return self.net(input)
