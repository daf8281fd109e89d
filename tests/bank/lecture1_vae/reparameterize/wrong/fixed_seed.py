# the seed is reset in the function
# expect: seed is reset
def reparameterize(mu, logvar):
    torch.manual_seed(0)
    return mu + (logvar / 2).exp() * torch.randn_like(mu)
