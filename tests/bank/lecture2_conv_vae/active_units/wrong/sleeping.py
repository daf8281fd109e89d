# counts the others
# expect: sleeping dimensions are counted
def active_units(mu, threshold=1e-2):
    return int((mu.var(dim=0) < threshold).sum())
