# spectral norm in all layers, as in SN-GAN, and a learned gain at the end
class Generator(nn.Module):
    def __init__(self, d_noise, d_out):
        super().__init__()
        self.d_noise = d_noise
        sn = nn.utils.spectral_norm
        self.net = nn.Sequential(sn(nn.Linear(d_noise, 32)), nn.ReLU(), sn(nn.Linear(32, d_out)))
        self.gain = nn.Parameter(torch.ones(d_out))
    def forward(self, z):
        return self.gain * self.net(z)
