# the second layer hides in a list
# expect: not registered
class Up(nn.Module):
    def __init__(self, c_in, c_out, k, s):
        super().__init__()
        self.first = nn.ConvTranspose2d(c_in, 8, k, s)
        self.rest = [nn.ReLU(), nn.Conv2d(8, c_out, 1)]

    def forward(self, x):
        x = self.first(x)
        for layer in self.rest:
            x = layer(x)
        return x


def make_upsampler(c_in, size_in, c_out, size_out):
    s = size_out // size_in
    return Up(c_in, c_out, size_out - (size_in - 1) * s, s)
