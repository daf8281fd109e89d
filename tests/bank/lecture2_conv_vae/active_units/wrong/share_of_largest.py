# a share of the largest variance
# expect: a share of the largest
def active_units(mu, threshold=1e-2):
    v = mu.var(0)
    return int((v > threshold * v.max()).sum())
