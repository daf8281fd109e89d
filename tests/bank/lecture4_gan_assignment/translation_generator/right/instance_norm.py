# instance norm and reflection
class TranslationGenerator(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.net = nn.Sequential(nn.ReflectionPad2d(3), nn.Conv2d(c_in, 8, 7), nn.InstanceNorm2d(8), nn.ReLU(), nn.Conv2d(8, c_out, 3, padding='same'), nn.Sigmoid())

    def forward(self, x):
        return self.net(x)
