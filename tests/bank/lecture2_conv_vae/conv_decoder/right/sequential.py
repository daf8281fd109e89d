# a class derived from nn.Sequential
class ConvDecoder(nn.Sequential):
    def __init__(self, d_latent):
        super().__init__(
            nn.Linear(d_latent, 8 * 49), nn.Unflatten(1, (8, 7, 7)), nn.Hardswish(),
            nn.ConvTranspose2d(8, 8, 6, 2, 2), nn.InstanceNorm2d(8), nn.Hardswish(), nn.ConvTranspose2d(8, 1, 2, 2),
        )
