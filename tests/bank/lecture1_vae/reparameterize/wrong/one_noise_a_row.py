# R06: one noise for all latent dimensions
# expect: same noise is used for all latent dimensions
def reparameterize(mu, logvar):
    return mu + (logvar / 2).exp() * torch.randn(len(mu), 1, dtype=mu.dtype)
