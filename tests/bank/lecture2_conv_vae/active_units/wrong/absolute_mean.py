# size of the mean
# expect: the size of the mean is compared
def active_units(mu, threshold=1e-2):
    return int((mu.mean(0).abs() > threshold).sum())
