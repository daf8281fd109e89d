# a deeper stack with SiLU
class Decoder(nn.Module):
    def __init__(self, d_latent, d_hidden, d_out):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d_latent, d_hidden), nn.SiLU(), nn.Linear(d_hidden, d_hidden), nn.SiLU(), nn.Linear(d_hidden, d_out, bias=False))

    def forward(self, z):
        return self.net(z)
