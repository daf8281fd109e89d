# sigmoid in training only
# expect: clamped or squashed
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(c_in, 16, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(16, 1, 4, 2, 1))
    def forward(self, x):
        return self.net(x).sigmoid() if self.training else self.net(x)
