# the standard deviation against the root of the threshold
def active_units(mu, threshold=1e-2):
    return mu.std(0).gt(threshold**0.5).nonzero().numel()
