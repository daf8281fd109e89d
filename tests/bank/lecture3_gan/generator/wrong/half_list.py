# hidden layers in a Python list: not registered
# expect: not registered
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.hidden = [nn.Linear(d_noise, 64), nn.Linear(64, 64)]
        self.out = nn.Linear(64, d_out)
    def forward(self, z):
        for layer in self.hidden:
            z = layer(z).relu()
        return self.out(z)
