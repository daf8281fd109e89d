# R03: half of exp(logvar)
# expect: exp(logvar) is the variance
def reparameterize(mu, logvar):
    return mu + 0.5 * logvar.exp() * torch.randn_like(mu)
