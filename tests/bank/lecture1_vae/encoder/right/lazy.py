# lazy layers
class Encoder(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.net = nn.LazyLinear(d_hidden)
        self.mu = nn.LazyLinear(d_latent)
        self.logvar = nn.LazyLinear(d_latent)

    def forward(self, x):
        h = F.elu(self.net(x))
        return self.mu(h), self.logvar(h)
