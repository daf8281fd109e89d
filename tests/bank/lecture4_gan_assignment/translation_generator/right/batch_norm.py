# batch norm
class TranslationGenerator(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(c_in, 8, 3, 1, 1), nn.BatchNorm2d(8), nn.ELU(), nn.Conv2d(8, c_out, 1), nn.Sigmoid())

    def forward(self, x):
        return self.net(x)
