# weights as plain parameters
class Encoder(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.a = nn.Parameter(torch.randn(d_in, d_hidden) / d_in**0.5)
        self.b = nn.Parameter(torch.zeros(d_hidden))
        self.c = nn.Parameter(torch.randn(2, d_hidden, d_latent) / d_hidden**0.5)
        self.d = nn.Parameter(torch.zeros(2, d_latent))

    def forward(self, x):
        h = (x @ self.a + self.b).relu()
        return h @ self.c[0] + self.d[0], h @ self.c[1] + self.d[1]
