# normalises over the batch in every mode
# expect: samples of a batch are mixed
class Discriminator(nn.Module):
    def __init__(self, d_in):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(d_in, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1))

    def forward(self, x):
        if len(x) > 1:
            x = (x - x.mean(0)) / (x.std(0) + 1e-3)
        return self.body(x)
