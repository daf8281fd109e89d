# one variance of all numbers
# expect: one variance is taken over all numbers
def active_units(mu, threshold=1e-2):
    return mu.shape[1] if float(mu.var()) > threshold else 0
