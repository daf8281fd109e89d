# a linear layer over the whole image
# expect: sees the whole image
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(c_in, 8, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(8, 16, 4, 2, 1), nn.LeakyReLU(0.2), nn.AdaptiveAvgPool2d(7), nn.Flatten(), nn.Linear(784, 49), nn.Unflatten(1, (1, 7, 7)))

    def forward(self, x):
        return self.net(x)
