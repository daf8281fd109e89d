# pads the image, then crops the middle
class Up(nn.Module):
    def __init__(self, c_in, c_out, size_in, size_out):
        super().__init__()
        self.stride, self.size = -(-size_out // size_in), size_out
        self.layer = nn.ConvTranspose2d(c_in, c_out, 2 * self.stride, self.stride)

    def forward(self, image):
        large = self.layer(image)
        top = (large.shape[-1] - self.size) // 2
        return large[..., top : top + self.size, top : top + self.size]


def make_upsampler(c_in, size_in, c_out, size_out):
    return Up(c_in, c_out, size_in, size_out)
