# K03: sign flipped
# expect: sign is flipped
def gaussian_kl(mu, logvar):
    return 0.5 * (1 + logvar - mu**2 - logvar.exp()).sum(1)
