# R03: the root of |logvar|
# expect: logvar must be exponentiated
def reparameterize(mu, logvar):
    return mu + logvar.abs().sqrt() * torch.randn_like(mu)
