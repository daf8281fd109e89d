# detaches its input
# expect: gradient does not reach x
class Up(nn.Module):
    def __init__(self, c_in, size_in, c_out, size_out):
        super().__init__()
        s = size_out // size_in
        self.up = nn.ConvTranspose2d(c_in, c_out, size_out - (size_in - 1) * s, s)

    def forward(self, x):
        return self.up(x.detach())


def make_upsampler(c_in, size_in, c_out, size_out):
    return Up(c_in, size_in, c_out, size_out)
