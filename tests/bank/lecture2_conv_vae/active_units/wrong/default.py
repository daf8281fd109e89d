# 0.1 by default
# expect: default threshold is 0.1
def active_units(mu, threshold=1e-1):
    return int((mu.var(dim=0) > threshold).sum())
