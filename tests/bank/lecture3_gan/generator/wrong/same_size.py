# returns d_noise numbers
# expect: axis D has size
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.body = nn.Sequential(nn.Linear(d_noise, 32), nn.ReLU(), nn.Linear(32, d_noise))

    def forward(self, z):
        return self.body(z)
