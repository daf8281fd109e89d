# the 1 is subtracted once
# expect: once, not for each latent
def gaussian_kl(mu, logvar):
    return 0.5 * ((mu**2 + logvar.exp() - logvar).sum(1) - 1)
