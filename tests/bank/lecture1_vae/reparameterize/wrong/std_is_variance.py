# R01: exp(logvar) as standard deviation
# expect: exp(logvar) is the variance
def reparameterize(mu, logvar):
    return mu + logvar.exp() * torch.randn_like(mu)
