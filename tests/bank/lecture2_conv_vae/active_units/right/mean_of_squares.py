# mean square minus squared mean
def active_units(mu, threshold=1e-2):
    mu = mu.double()
    return int(((mu**2).mean(0) - mu.mean(0) ** 2 > threshold).sum())
