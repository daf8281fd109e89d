# K08: mu not squared
# expect: mu is not squared
def gaussian_kl(mu, logvar):
    return 0.5 * (mu + logvar.exp() - 1 - logvar).sum(1)
