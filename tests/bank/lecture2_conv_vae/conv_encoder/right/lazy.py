# lazy layers
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(nn.LazyConv2d(8, 3, 2), nn.SiLU(), nn.LazyConv2d(16, 3, 2), nn.SiLU(), nn.Flatten())
        self.mu, self.logvar = nn.LazyLinear(d_latent), nn.LazyLinear(d_latent)

    def forward(self, x):
        h = self.net(x)
        return self.mu(h), self.logvar(h)
