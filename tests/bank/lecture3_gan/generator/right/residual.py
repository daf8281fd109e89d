# a skip connection
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        self.first, self.second, self.skip = nn.Linear(d_noise, 32), nn.Linear(32, d_out), nn.Linear(d_noise, d_out)

    def forward(self, z):
        return self.skip(z) + self.second(torch.tanh(self.first(z)))
