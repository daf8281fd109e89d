# whether there is one
# expect: the bool
def active_units(mu, threshold=1e-2):
    return bool((mu.var(dim=0) > threshold).any())
