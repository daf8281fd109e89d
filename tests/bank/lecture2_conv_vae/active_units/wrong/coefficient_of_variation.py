# relative to the mean
# expect: divided by the squared mean
def active_units(mu, threshold=1e-2):
    return int((mu.var(0) / mu.mean(0).square().clamp_min(1e-12) > threshold).sum())
