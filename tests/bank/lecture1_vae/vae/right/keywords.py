# parts built by keyword, prior as a distribution
class VAE(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.encoder = Encoder(d_in=d_in, d_hidden=d_hidden, d_latent=d_latent)
        self.decoder = Decoder(d_latent=d_latent, d_hidden=d_hidden, d_out=d_in)
        self.register_buffer('zero', torch.zeros(d_latent))

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
        prior = torch.distributions.Normal(self.zero, 1.0)
        return self.decode(prior.sample((n,))).sigmoid()
