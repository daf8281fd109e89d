# centres mu itself
# expect: changed its input
def active_units(mu, threshold=1e-2):
    mu -= mu.mean(0)
    return int((mu.square().mean(0) > threshold).sum())
