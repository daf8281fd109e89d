# three sums
def gaussian_kl(mu, logvar):
    return -0.5 * (mu.shape[1] + logvar.sum(1) - mu.pow(2).sum(1) - logvar.exp().sum(1))
