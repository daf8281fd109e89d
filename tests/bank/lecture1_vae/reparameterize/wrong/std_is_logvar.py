# R02: logvar itself as standard deviation
# expect: logvar must be exponentiated
def reparameterize(mu, logvar):
    return mu + logvar * torch.randn_like(mu)
