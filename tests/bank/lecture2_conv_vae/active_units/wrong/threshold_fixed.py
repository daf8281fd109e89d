# always 0.01
# expect: 0.01 always
def active_units(mu, threshold=1e-2):
    return int((mu.var(dim=0) > 0.01).sum())
