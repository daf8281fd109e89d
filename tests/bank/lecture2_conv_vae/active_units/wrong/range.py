# largest minus smallest
# expect: the range is compared
def active_units(mu, threshold=1e-2):
    return int((mu.amax(0) - mu.amin(0) > threshold).sum())
