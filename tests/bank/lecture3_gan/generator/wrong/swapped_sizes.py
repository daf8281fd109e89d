# d_noise and d_out swapped
# expect: mat1 and mat2
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.body = nn.Sequential(nn.Linear(d_out, 32), nn.ReLU(), nn.Linear(32, d_noise))

    def forward(self, z):
        return self.body(z)
