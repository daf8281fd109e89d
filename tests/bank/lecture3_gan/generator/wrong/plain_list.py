# layers in a Python list: not registered
# expect: not registered
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.layers = [nn.Linear(d_noise, 64), nn.Linear(64, d_out)]
    def forward(self, z):
        return self.layers[1](torch.relu(self.layers[0](z)))
