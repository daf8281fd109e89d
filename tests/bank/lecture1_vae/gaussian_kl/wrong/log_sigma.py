# logvar read as log sigma
# expect: other convention
def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + (2 * logvar).exp() - 1 - 2 * logvar).sum(1)
