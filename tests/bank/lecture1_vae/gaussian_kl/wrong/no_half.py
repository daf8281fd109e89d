# K02: without 1/2
# expect: factor 1/2 is missing
def gaussian_kl(mu, logvar):
    return (mu**2 + logvar.exp() - 1 - logvar).sum(1)
