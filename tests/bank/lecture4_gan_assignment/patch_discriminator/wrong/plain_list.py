# hidden layers in a Python list
# expect: not registered
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.hidden = [nn.Conv2d(c_in, 16, 4, 2, 1)]
        self.last = nn.Conv2d(16, 1, 4, 2, 1)
    def forward(self, x):
        return self.last(F.leaky_relu(self.hidden[0](x), 0.2))
