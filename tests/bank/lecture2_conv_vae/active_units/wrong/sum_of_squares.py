# not divided by N
# expect: not divided by the number of samples
def active_units(mu, threshold=1e-2):
    return int(((mu - mu.mean(0)).square().sum(0) > threshold).sum())
