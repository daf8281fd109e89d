# layers of its own, no Encoder or Decoder
class VAE(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.inner = nn.Sequential(nn.Linear(d_in, d_hidden), nn.Tanh(), nn.Linear(d_hidden, 2 * d_latent))
        self.outer = nn.Sequential(nn.Linear(d_latent, d_hidden), nn.Tanh(), nn.Linear(d_hidden, d_in))
        self.d_latent = d_latent

    def encode(self, x):
        mu, logvar = self.inner(x).chunk(2, 1)
        return mu, logvar

    def decode(self, z):
        return self.outer(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z), mu, logvar, z)

    @torch.no_grad()
    def sample(self, n):
        return torch.sigmoid(self.decode(torch.randn(n, self.d_latent)))
