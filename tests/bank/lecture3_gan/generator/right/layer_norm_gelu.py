# LayerNorm and GELU, no bias at the end
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.body = nn.Sequential(nn.Linear(d_noise, 32), nn.LayerNorm(32), nn.GELU(), nn.Linear(32, d_out, bias=False))

    def forward(self, z):
        return self.body(z)
