# tanh, then a learned affine map
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.net = nn.Sequential(nn.Linear(d_noise, 64), nn.ReLU(), nn.Linear(64, d_out), nn.Tanh())
        self.scale = nn.Parameter(torch.full((d_out,), 3.0)); self.shift = nn.Parameter(torch.zeros(d_out))
    def forward(self, z):
        return self.scale * self.net(z) + self.shift
