# which they are
# expect: got a list
def active_units(mu, threshold=1e-2):
    return [j for j, value in enumerate(mu.var(dim=0).tolist()) if value > threshold]
