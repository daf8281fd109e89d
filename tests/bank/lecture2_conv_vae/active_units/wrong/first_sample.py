# one sample only
# expect: only the first sample
def active_units(mu, threshold=1e-2):
    return int((mu[0].abs() > threshold).sum())
