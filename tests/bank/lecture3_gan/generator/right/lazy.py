# lazy layers
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.body = nn.Sequential(nn.LazyLinear(32), nn.SiLU(), nn.LazyLinear(d_out))

    def forward(self, z):
        return self.body(z)
