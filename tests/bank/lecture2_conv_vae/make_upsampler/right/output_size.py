# lets the layer choose its output padding
class Up(nn.Module):
    def __init__(self, c_in, c_out, stride, kernel, size):
        super().__init__()
        self.layer, self.size = nn.ConvTranspose2d(c_in, c_out, kernel, stride), size

    def forward(self, x):
        return self.layer(x, output_size=(self.size, self.size))


def make_upsampler(c_in, size_in, c_out, size_out):
    stride = max(1, size_out // size_in)
    return Up(c_in, c_out, stride, size_out - (size_in - 1) * stride, size_out)
