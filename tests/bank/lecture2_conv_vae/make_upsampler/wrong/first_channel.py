# only the first channel
# expect: does not depend on all of x
class Up(nn.Module):
    def __init__(self, size_in, c_out, size_out):
        super().__init__()
        s = size_out // size_in
        self.up = nn.ConvTranspose2d(1, c_out, size_out - (size_in - 1) * s, s)

    def forward(self, x):
        return self.up(x[:, :1])


def make_upsampler(c_in, size_in, c_out, size_out):
    return Up(size_in, c_out, size_out)
