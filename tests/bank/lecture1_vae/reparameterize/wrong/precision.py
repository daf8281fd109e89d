# the sign of logvar is flipped
# expect: sign of logvar is flipped
def reparameterize(mu, logvar):
    return mu + (-logvar / 2).exp() * torch.randn_like(mu)
