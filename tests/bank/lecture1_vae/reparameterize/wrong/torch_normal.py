# R08: torch.normal has no gradient
# expect: does not reach mu
def reparameterize(mu, logvar):
    return torch.normal(mu, (logvar / 2).exp())
