# a 1-d convolution over the numbers, pooled
class Discriminator(nn.Module):
    def __init__(self, d_in):
        super().__init__()
        self.conv = nn.Conv1d(1, 16, 3, padding=1)
        self.head = nn.LazyLinear(1)
    def forward(self, x):
        return self.head(F.leaky_relu(self.conv(x[:, None]), 0.2).flatten(1))
