# exp(logvar / 2) for the variance
# expect: standard deviation
def gaussian_kl(mu, logvar):
    return 0.5 * (mu**2 + (logvar / 2).exp() - 1 - logvar).sum(1)
