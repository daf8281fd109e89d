# BatchNorm, as in DCGAN
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.body = nn.Sequential(nn.Linear(d_noise, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, d_out))

    def forward(self, z):
        return self.body(z)
