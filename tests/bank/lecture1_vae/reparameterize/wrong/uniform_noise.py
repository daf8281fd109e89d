# R07: torch.rand
# expect: uniform on [0, 1]
def reparameterize(mu, logvar):
    return mu + (logvar / 2).exp() * torch.rand_like(mu)
