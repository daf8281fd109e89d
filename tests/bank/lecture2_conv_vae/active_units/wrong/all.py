# the number of dimensions
# expect: all dimensions are counted
def active_units(mu, threshold=1e-2):
    return mu.shape[1]
