# doubled, then filled with zeros to the size
# expect: too many
class Up(nn.Module):
    def __init__(self, c_in, c_out, missing):
        super().__init__()
        self.up, self.missing = nn.ConvTranspose2d(c_in, c_out, 4, 2, 1), max(0, missing)

    def forward(self, x):
        return F.pad(self.up(x), (0, self.missing, 0, self.missing))


def make_upsampler(c_in, size_in, c_out, size_out):
    return Up(c_in, c_out, size_out - 2 * size_in)
