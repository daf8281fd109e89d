# one convolution
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.net = nn.Conv2d(c_in, 1, 5, 3)

    def forward(self, x):
        return self.net(x)
