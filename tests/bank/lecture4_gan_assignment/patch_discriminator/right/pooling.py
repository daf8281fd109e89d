# average pooling between
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(c_in, 12, 3, padding=1), nn.SiLU(), nn.AvgPool2d(2), nn.Conv2d(12, 12, 3), nn.SiLU(), nn.MaxPool2d(2), nn.Conv2d(12, 1, 1))

    def forward(self, x):
        return self.net(x)
