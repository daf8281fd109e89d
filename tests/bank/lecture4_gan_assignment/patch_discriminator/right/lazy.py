# lazy layers and another name
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.first, self.last = nn.LazyConv2d(8, 3, 2), nn.LazyConv2d(1, 3)

    def forward(self, x):
        return self.last(F.elu(self.first(x)))
