# only one pixel of the input is used
# expect: input
def make_upsampler(c_in, size_in, c_out, size_out):
    class Up(nn.Module):
        def __init__(self):
            super().__init__()
            self.t = nn.ConvTranspose2d(c_in, c_out, size_out)
        def forward(self, x):
            return self.t(x[:, :, :1, :1])
    return Up()
