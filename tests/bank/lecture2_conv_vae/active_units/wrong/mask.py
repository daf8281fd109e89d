# the mask itself
# expect: count those that are True
def active_units(mu, threshold=1e-2):
    return mu.var(dim=0) > threshold
