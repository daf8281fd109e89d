# R01 written out in forward
# expect: exp(logvar), the variance
class VAE(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.encoder = Encoder(d_in, d_hidden, d_latent)
        self.decoder = Decoder(d_latent, d_hidden, d_in)
        self.d_latent = d_latent

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + logvar.exp() * torch.randn_like(mu)
        return VAEOutput(self.decode(z), mu, logvar, z)

    @torch.no_grad()
    def sample(self, n):
        return torch.sigmoid(self.decode(torch.randn(n, self.d_latent)))
