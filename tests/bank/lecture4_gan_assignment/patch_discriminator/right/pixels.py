# each pixel judged
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(c_in, 16, 1), nn.ReLU(), nn.Conv2d(16, 1, 1))

    def forward(self, x):
        return self.net(x)
