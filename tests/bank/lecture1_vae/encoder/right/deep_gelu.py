# two hidden layers with GELU and LayerNorm
class Encoder(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d_in, d_hidden), nn.LayerNorm(d_hidden), nn.GELU(), nn.Linear(d_hidden, d_hidden), nn.GELU())
        self.heads = nn.ModuleList([nn.Linear(d_hidden, d_latent) for _ in range(2)])

    def forward(self, x):
        h = self.net(x)
        return tuple(head(h) for head in self.heads)
