# logvar is clamped at 0 from above
# expect: clamped
def reparameterize(mu, logvar):
    return mu + torch.randn_like(mu) * torch.exp(0.5 * logvar.clamp(max=0))
