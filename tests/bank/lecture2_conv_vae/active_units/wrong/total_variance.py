# one variance of all numbers
# expect: calls gave another number
def active_units(mu, threshold=1e-2):
    return mu.shape[1] if float(mu.var()) > threshold else 0
