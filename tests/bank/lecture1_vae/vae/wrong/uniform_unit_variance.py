# z of samples from a uniform distribution of unit variance
# expect: not drawn from the standard normal
class VAE(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.encoder, self.decoder, self.d = Encoder(d_in, d_hidden, d_latent), Decoder(d_latent, d_hidden, d_in), d_latent
    def encode(self, x):
        return self.encoder(x)
    def decode(self, z):
        return self.decoder(z)
    def forward(self, x):
        mu, logvar = self.encode(x)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z), mu, logvar, z)
    @torch.no_grad()
    def sample(self, n):
        z = (torch.rand(n, self.d) - 0.5) * 12 ** 0.5
        return self.decode(z).sigmoid()
