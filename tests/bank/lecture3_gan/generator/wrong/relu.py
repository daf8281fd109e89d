# a ReLU at the end
# expect: a ReLU or softplus
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.body = nn.Sequential(nn.Linear(d_noise, 32), nn.ReLU(), nn.Linear(32, d_out), nn.ReLU())

    def forward(self, z):
        return self.body(z)
