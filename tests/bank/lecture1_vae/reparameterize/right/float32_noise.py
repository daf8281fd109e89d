# noise of torch's default dtype
def reparameterize(mu, logvar):
    return mu + (0.5 * logvar).exp() * torch.randn(mu.shape)
