# a tanh at the end
# expect: tanh
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(c_in, 8, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(8, 16, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(16, 1, 3, 1, 1), nn.Tanh())

    def forward(self, x):
        return self.net(x)
