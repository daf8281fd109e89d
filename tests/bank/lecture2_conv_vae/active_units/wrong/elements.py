# counts numbers
# expect: numbers are counted one by one
def active_units(mu, threshold=1e-2):
    return int((mu.abs() > threshold).sum())
