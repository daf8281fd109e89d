# the layer is built and not used
# expect: built and not used
class Up(nn.Module):
    def __init__(self, c_in, c_out, size):
        super().__init__()
        self.up, self.mix = nn.ConvTranspose2d(c_in, c_out, 3), nn.Conv2d(c_in, c_out, 1)
        self.size = size

    def forward(self, x):
        return F.interpolate(self.mix(x), size=(self.size, self.size))


def make_upsampler(c_in, size_in, c_out, size_out):
    return Up(c_in, c_out, size_out)
