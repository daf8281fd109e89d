# R08: the scale is detached
# expect: does not reach logvar
def reparameterize(mu, logvar):
    return mu + (logvar / 2).exp().detach() * torch.randn_like(mu)
