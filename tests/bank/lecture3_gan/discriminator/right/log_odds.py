# the difference of two logits
class Discriminator(nn.Module):
    def __init__(self, d_in):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(d_in, 32), nn.SiLU(), nn.Linear(32, 2))

    def forward(self, x):
        two = self.body(x)
        return two[:, 1:] - two[:, :1]
