# adds noise in the middle
# expect: noise of its own
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.body = nn.Sequential(nn.Linear(d_noise, 32), nn.ReLU(), nn.Linear(32, d_out))

    def forward(self, z):
        return self.body(z + 0.1 * torch.randn_like(z))
