# one number a channel, stamped everywhere, of the upper left quarter only
# expect: does not depend on all of x
class Up(nn.Module):
    def __init__(self, c_in, c_out, size_out):
        super().__init__()
        self.up = nn.ConvTranspose2d(c_in, c_out, size_out)

    def forward(self, x):
        return self.up(x[:, :, :1, :1])


def make_upsampler(c_in, size_in, c_out, size_out):
    return Up(c_in, c_out, size_out)
