# forward of nn.Sequential
class PatchDiscriminator(nn.Sequential):
    def __init__(self, c_in, ndf=8):
        super().__init__(nn.Conv2d(c_in, ndf, 4, 2, 1), nn.LeakyReLU(0.2, True), nn.Conv2d(ndf, 2 * ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * ndf), nn.LeakyReLU(0.2, True), nn.Conv2d(2 * ndf, 1, 4, 1, 1))
