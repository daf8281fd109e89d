# a transposed convolution, then resized to fit
class Up(nn.Module):
    def __init__(self, c_in, c_out, size):
        super().__init__()
        self.up, self.size = nn.ConvTranspose2d(c_in, c_out, 4, 2, 1), size

    def forward(self, x):
        return F.interpolate(self.up(x), size=(self.size, self.size), mode="bilinear", align_corners=False)


def make_upsampler(c_in, size_in, c_out, size_out):
    return Up(c_in, c_out, size_out)
