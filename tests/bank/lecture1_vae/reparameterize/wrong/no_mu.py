# mu is forgotten
# expect: mu is not used
def reparameterize(mu, logvar):
    return 0 * mu + (logvar / 2).exp() * torch.randn_like(mu)
