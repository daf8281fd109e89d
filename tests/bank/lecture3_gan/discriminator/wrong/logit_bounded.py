# the log odds of a clamped probability
# expect: clamped or squashed
class Discriminator(nn.Module):
    def __init__(self, d_in):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d_in, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1), nn.Sigmoid())
    def forward(self, x):
        p = self.net(x).clamp(0.01, 0.99)
        return torch.log(p / (1 - p))
