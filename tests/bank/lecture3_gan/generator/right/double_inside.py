# float64 weights, input converted
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.net = nn.Sequential(nn.Linear(d_noise, 32), nn.Softplus(), nn.Linear(32, d_out)).double()
    def forward(self, z):
        return self.net(z.double()).to(z.dtype)
