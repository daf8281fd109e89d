# spectral_norm as a parametrisation on all layers
class Discriminator(nn.Module):
    def __init__(self, d_in):
        super().__init__()
        from torch.nn.utils.parametrizations import spectral_norm as sn
        self.net = nn.Sequential(sn(nn.Linear(d_in, 64)), nn.LeakyReLU(0.1), sn(nn.Linear(64, 64)), nn.LeakyReLU(0.1), sn(nn.Linear(64, 1)))
    def forward(self, x):
        return self.net(x)
