# the mean of z for every row
# expect: samples of a batch are mixed
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.body = nn.Sequential(nn.Linear(d_noise, 32), nn.ReLU(), nn.Linear(32, d_out))

    def forward(self, z):
        return self.body(z.mean(0, keepdim=True)).expand(len(z), -1)
