# derived from nn.Sequential, no forward of its own
class Generator(nn.Sequential):
    def __init__(self, d_noise, d_out):
        super().__init__(nn.Linear(d_noise, 128), nn.ELU(), nn.Linear(128, 128), nn.ELU(), nn.Linear(128, d_out))
        self.d_noise = d_noise
