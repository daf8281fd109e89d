# R07: uniform noise of unit variance
# expect: uniform, not Gaussian
def reparameterize(mu, logvar):
    return mu + (logvar / 2).exp() * (torch.rand_like(mu) - 0.5) * 12**0.5
