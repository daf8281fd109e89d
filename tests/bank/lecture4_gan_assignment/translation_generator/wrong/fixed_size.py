# for 28 by 28 only
# expect: mat1 and mat2
class TranslationGenerator(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.size, self.net = c_out, nn.Sequential(nn.Flatten(), nn.Linear(c_in * 784, c_out * 784))

    def forward(self, x):
        return self.net(x).view(-1, self.size, 28, 28).sigmoid()
