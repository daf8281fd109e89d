# mean not subtracted
# expect: the mean is not subtracted
def active_units(mu, threshold=1e-2):
    return int((mu.square().mean(0) > threshold).sum())
