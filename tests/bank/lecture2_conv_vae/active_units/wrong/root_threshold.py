# variance against the root of the threshold
# expect: root of the threshold
def active_units(mu, threshold=1e-2):
    return int((mu.var(0) > threshold**0.5).sum())
