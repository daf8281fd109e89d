# spectral norm
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        norm = nn.utils.parametrizations.spectral_norm
        self.net = nn.Sequential(norm(nn.Conv2d(c_in, 16, 4, 2, 1)), nn.ReLU(), norm(nn.Conv2d(16, 1, 4, 2, 1)))

    def forward(self, x):
        return self.net(x)
