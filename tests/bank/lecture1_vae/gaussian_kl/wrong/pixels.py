# K11: divided by the pixels
# expect: 1/pixels
def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1) / 784
