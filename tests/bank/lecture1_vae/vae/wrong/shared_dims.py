# noise shared by dimensions
# expect: same noise
class VAE(VAE):
    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(logvar / 2) * torch.randn(len(mu), 1)
        return VAEOutput(self.decode(z), mu, logvar, z)
