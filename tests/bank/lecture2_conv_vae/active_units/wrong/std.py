# standard deviation
# expect: standard deviation is compared
def active_units(mu, threshold=1e-2):
    return int((mu.std(dim=0) > threshold).sum())
